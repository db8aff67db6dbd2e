package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"liangwang/geo"
	"liangwang/geo/coverage"
	"liangwang/internal/recycle"
)

// assignAnswer is the JSON of geo assign. A point in several areas counts in each of them.
type assignAnswer struct {
	Points  int          `json:"points"`
	Inside  int          `json:"inside"`
	Outside int          `json:"outside"`
	Several int          `json:"several"`
	Areas   []assignArea `json:"areas"`
}

type assignArea struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Count int    `json:"count"`
}

func newAssignCmd(a *app) *cobra.Command {
	var f geoFlags
	var points, areas []string
	cmd := &cobra.Command{
		Use:     "assign",
		Short:   "Count points by the area they lie in 按区域归集",
		Long:    "A point on a border is in both areas. A row without a position that can be stored is outside.",
		Example: "  liangwang geo assign --points stops.geojson --areas districts.geojson --json",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if len(points) == 0 || len(areas) == 0 {
				return errors.New("--points and --areas are needed")
			}
			places, err := f.places(a, points, recycle.ImportSites, "")
			if err != nil {
				return err
			}
			shapes, err := f.shapes(a, areas, recycle.ImportAreas)
			if err != nil {
				return err
			}
			r := coverage.Assign(pointsOf(places), geo.NewAreas(polygonsOf(shapes)))
			answer := assignAnswer{Points: len(places), Inside: r.Inside, Outside: r.Outside, Several: r.Several, Areas: []assignArea{}}
			for i, s := range shapes[:f.first(len(shapes))] {
				answer.Areas = append(answer.Areas, assignArea{s.ID, s.Name, r.Areas[i]})
			}
			return f.printAssign(a, &answer)
		},
	}
	f.register(cmd)
	cmd.Flags().StringSliceVar(&points, "points", nil, "file of points, may be repeated")
	cmd.Flags().StringSliceVar(&areas, "areas", nil, "file of areas, may be repeated")
	return cmd
}

func (f *geoFlags) printAssign(a *app, answer *assignAnswer) error {
	if f.json {
		return a.printJSON(answer)
	}
	if f.csv {
		var rows [][]any
		for _, area := range answer.Areas {
			rows = append(rows, []any{area.ID, area.Name, area.Count})
		}
		return a.printCSV([]string{"id", "name", "count"}, rows)
	}
	text := fmt.Sprintf("%d points: %d inside, %d outside, %d in several areas\n", answer.Points, answer.Inside, answer.Outside, answer.Several)
	for _, area := range answer.Areas {
		text += fmt.Sprintf("%s %s: %d\n", area.ID, area.Name, area.Count)
	}
	_, err := fmt.Fprint(a.stdout, text)
	return err
}
