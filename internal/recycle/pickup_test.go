package recycle

import "testing"

// A time that cannot be right decides no day: the pickup counts for the day it arrived.
func TestPickup_Receive_day(t *testing.T) {
	const today Day = "2026-11-24"
	noon := today.Start() + 12*60*60*1000
	enrolled := today.Add(-7).Start()
	tests := []struct {
		name     string
		at       Instant
		skew     int64
		replaces PickupID
		want     Day
	}{
		{"now", noon, 0, "", today},
		{"yesterday", noon - dayMS, 0, "", "2026-11-23"},
		{"when the device was enrolled", enrolled, 0, "", "2026-11-17"},
		{"as far before as a skew may be wrong", enrolled - MaxAheadMS, 0, "", "2026-11-16"},
		{"a moment more", enrolled - MaxAheadMS - 1, 0, "", today},
		{"a moment more, by a clock that is slow", enrolled - MaxAheadMS - 1, 1, "", "2026-11-16"},
		{"five minutes ahead", noon + MaxAheadMS, 0, "", today},
		{"tomorrow", noon + dayMS, 0, "", today},
		{"a clock two days off", noon - 2*dayMS, 2 * dayMS, "", today},
		{"a correction from a desk that is newer", enrolled - dayMS, 0, "01900000-0000-7000-8000-000000000001", "2026-11-16"},
		{"a correction from before all time", FirstDay.Start() - 1, 0, "01900000-0000-7000-8000-000000000001", today},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := Pickup{Record: Record{OccurredAt: tt.at, Replaces: tt.replaces}, Receipt: Receipt{SkewMS: tt.skew}}
			p.Receive(Actor{EnrolledAt: enrolled}, noon)
			if p.Day != tt.want {
				t.Errorf("day %s, want %s", p.Day, tt.want)
			}
		})
	}
	p := Pickup{Record: Record{OccurredAt: -1 << 46}} // the clock of a dead battery, on a device that nobody knows
	if p.Receive(Actor{}, noon); p.Day != today || p.TimeCertain() {
		t.Errorf("day %s", p.Day)
	}
}
