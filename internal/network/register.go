package network

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"sync"
	"time"

	"liangwang/geo"
	"liangwang/internal/recycle"
)

// Reads is what the register's snapshots are read by.
type Reads interface {
	// RegisterVersion returns a number that grows with every change of the register, by whichever process.
	RegisterVersion(ctx context.Context) (int64, error)
	SitesOn(ctx context.Context, day recycle.Day) ([]recycle.SiteVersion, error)
	AreasOn(ctx context.Context, day recycle.Day) ([]recycle.AreaVersion, error)
	DemandOn(ctx context.Context, day recycle.Day) ([]recycle.DemandVersion, error)
	RoutesOn(ctx context.Context, day recycle.Day) ([]recycle.RouteVersion, error)
	// SitePlaces returns name, position with its flag, operator and state of every version of every site, by site and day.
	SitePlaces(ctx context.Context) ([]recycle.SiteVersion, error)
	BasemapFeatures(ctx context.Context) ([]recycle.BasemapFeature, error)
}

const (
	keptDays  = 8           // snapshots held at once
	placesAge = time.Second // how old what SiteAt says may be: it stands in the way of every pickup
)

// Register holds snapshots of the register in memory, one per day and version of its data, and shares them. It sees what other
// processes change. Its methods are called outside of transactions.
type Register struct {
	Store Reads
	Now   func() time.Time

	mu      sync.Mutex
	version int64
	days    map[recycle.Day]*slot
	uses    int64

	placesMu sync.Mutex
	places   map[recycle.SiteID][]recycle.SiteVersion
	placesOf int64
	checked  time.Time
	// placeAreas are the areas of the days on which a site of places was doubtful.
	placeAreas map[recycle.Day]*geo.Areas

	basemapMu sync.Mutex
	basemap   json.RawMessage
	basemapOf int64
}

// slot is one snapshot; whoever holds its lock loads it.
type slot struct {
	mu   sync.Mutex
	snap *recycle.Snapshot
	used int64
}

// On returns the register as it was in force on day. Nobody changes what it returns.
func (r *Register) On(ctx context.Context, day recycle.Day) (*recycle.Snapshot, error) {
	if _, err := recycle.ActorFrom(ctx); err != nil {
		return nil, err
	}
	version, err := r.Store.RegisterVersion(ctx)
	if err != nil {
		return nil, err
	}
	s := r.slot(version, day)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.snap == nil {
		s.snap, err = r.load(ctx, version, day)
	}
	return s.snap, err
}

// slot returns the place of a snapshot, and forgets those of older data and the one that was not used for longest.
func (r *Register) slot(version int64, day recycle.Day) *slot {
	r.mu.Lock()
	defer r.mu.Unlock()
	if version > r.version || r.days == nil {
		r.version, r.days = version, map[recycle.Day]*slot{}
	}
	if version < r.version { // read before somebody else's change was: answered, not kept
		return &slot{}
	}
	r.uses++
	s := r.days[day]
	if s == nil {
		if len(r.days) >= keptDays {
			oldest := recycle.Day("")
			for d, other := range r.days {
				if oldest == "" || other.used < r.days[oldest].used {
					oldest = d
				}
			}
			delete(r.days, oldest)
		}
		s = &slot{}
		r.days[day] = s
	}
	s.used = r.uses
	return s
}

func (r *Register) load(ctx context.Context, version int64, day recycle.Day) (*recycle.Snapshot, error) {
	snap := &recycle.Snapshot{Day: day, Version: version}
	var err error
	if snap.Sites, err = r.Store.SitesOn(ctx, day); err != nil {
		return nil, err
	}
	if snap.Areas, err = r.Store.AreasOn(ctx, day); err != nil {
		return nil, err
	}
	if snap.Demand, err = r.Store.DemandOn(ctx, day); err != nil {
		return nil, err
	}
	if snap.Routes, err = r.Store.RoutesOn(ctx, day); err != nil {
		return nil, err
	}
	slices.SortFunc(snap.Sites, func(a, b recycle.SiteVersion) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.SiteID, b.SiteID))
	})
	slices.SortFunc(snap.Areas, func(a, b recycle.AreaVersion) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.AreaID, b.AreaID))
	})
	slices.SortFunc(snap.Demand, func(a, b recycle.DemandVersion) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.DemandID, b.DemandID))
	})
	slices.SortFunc(snap.Routes, func(a, b recycle.RouteVersion) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.RouteID, b.RouteID))
	})
	settle(snap)
	return snap, nil
}

// SiteAt returns where a site is on day, who operates it and its state, and no other facts; of a site that has no version for that
// day, the nearest one. A position that is doubtful by the areas of day is none. An unknown site is NotFound. What it says may be a second old.
func (r *Register) SiteAt(ctx context.Context, id recycle.SiteID, day recycle.Day) (recycle.SiteVersion, error) {
	places, err := r.current(ctx)
	if err != nil {
		return recycle.SiteVersion{}, err
	}
	versions := places[id]
	if len(versions) == 0 {
		return recycle.SiteVersion{}, errNotFound
	}
	v := nearest(versions, day)
	if v.Outside == "" {
		return v, nil
	}
	areas, err := r.areasOf(ctx, day)
	if err != nil {
		return recycle.SiteVersion{}, err
	}
	if settleOne(&v, areas); v.Outside != "" { // nobody is far from a place that may be elsewhere
		v.Lon.Valid, v.Lat.Valid = false, false
	}
	return v, nil
}

// areasOf returns the shapes of the areas of day, by which a doubtful position is settled. They are read once for the places held.
func (r *Register) areasOf(ctx context.Context, day recycle.Day) (*geo.Areas, error) {
	r.placesMu.Lock()
	defer r.placesMu.Unlock()
	if areas := r.placeAreas[day]; areas != nil {
		return areas, nil
	}
	list, err := r.Store.AreasOn(ctx, day)
	if err != nil {
		return nil, err
	}
	if len(r.placeAreas) >= keptDays {
		clear(r.placeAreas)
	}
	r.placeAreas[day] = geo.NewAreas(shapes(list))
	return r.placeAreas[day], nil
}

// SiteName returns what a site is called now, and whether it is known. What it says may be a second old.
func (r *Register) SiteName(ctx context.Context, id recycle.SiteID) (name string, found bool, err error) {
	places, err := r.current(ctx)
	if err != nil || len(places[id]) == 0 {
		return "", false, err
	}
	newest := places[id][len(places[id])-1]
	return newest.Name, newest.ValidTo == recycle.LastDay, nil
}

// nearest returns of versions in order the one in force on day: the last that began by then, else the first.
func nearest(versions []recycle.SiteVersion, day recycle.Day) recycle.SiteVersion {
	i, found := slices.BinarySearchFunc(versions, day, func(v recycle.SiteVersion, d recycle.Day) int { return cmp.Compare(v.ValidFrom, d) })
	if !found {
		i--
	}
	return versions[max(i, 0)]
}

// current returns the places of every site, read again if the register changed.
func (r *Register) current(ctx context.Context) (map[recycle.SiteID][]recycle.SiteVersion, error) {
	r.placesMu.Lock()
	defer r.placesMu.Unlock()
	now := r.Now()
	if r.places != nil && now.Sub(r.checked) < placesAge && !now.Before(r.checked) {
		return r.places, nil
	}
	version, err := r.Store.RegisterVersion(ctx)
	if err != nil {
		return nil, err
	}
	if r.places == nil || version != r.placesOf {
		rows, err := r.Store.SitePlaces(ctx)
		if err != nil {
			return nil, err
		}
		places := map[recycle.SiteID][]recycle.SiteVersion{}
		for _, v := range rows {
			places[v.SiteID] = append(places[v.SiteID], v)
		}
		r.places, r.placesOf, r.placeAreas = places, version, map[recycle.Day]*geo.Areas{}
	}
	r.checked = now
	return r.places, nil
}

// Basemap returns the zone's own vector layers as a GeoJSON FeatureCollection, with layer and name of each shape, and the version of
// the data that they are of.
func (r *Register) Basemap(ctx context.Context) (json.RawMessage, int64, error) {
	if _, err := recycle.ActorFrom(ctx); err != nil {
		return nil, 0, err
	}
	r.basemapMu.Lock()
	defer r.basemapMu.Unlock()
	version, err := r.Store.RegisterVersion(ctx)
	if err != nil || r.basemap != nil && version == r.basemapOf {
		return r.basemap, version, err
	}
	rows, err := r.Store.BasemapFeatures(ctx)
	if err != nil {
		return nil, 0, err
	}
	b := []byte(`{"type":"FeatureCollection","features":[`)
	for i, f := range rows {
		if i > 0 {
			b = append(b, ',')
		}
		about, err := json.Marshal(map[string]string{"layer": f.Layer, "name": f.Name})
		if err != nil || !json.Valid([]byte(f.GeoJSON)) {
			return nil, 0, fmt.Errorf("network: basemap feature %s is no JSON", f.ID)
		}
		b = fmt.Appendf(b, `{"type":"Feature","geometry":%s,"properties":%s}`, f.GeoJSON, about)
	}
	r.basemap, r.basemapOf = append(b, "]}"...), version
	return r.basemap, version, nil
}
