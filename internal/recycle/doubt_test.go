package recycle

import (
	"fmt"
	"testing"
)

func TestTicket_MassDoubts(t *testing.T) {
	lorry := Vehicle{VehicleFacts: VehicleFacts{GrossKg: 4_495, TareKg: 2_500}}
	tricycle := Vehicle{VehicleFacts: VehicleFacts{GrossKg: 700, TareKg: 400}}
	const t1 Grams = 1_000_000
	tests := []struct {
		name             string
		gross, tare, net Grams
		on               Vehicle
		want             string
		last             Grams
	}{
		{"a road train, full", 49 * t1, 15 * t1, 34 * t1, Vehicle{}, "", 0},
		{"a gram more", 49*t1 + 1, 15 * t1, 34*t1 + 1, Vehicle{}, "gross:grossOver:49000000", 0},
		{"99,999 kg", 99_999_000, 2_500_000, 97_499_000, Vehicle{}, "gross:grossOver:49000000", 0},
		{"a net alone", 0, 0, 50 * t1, Vehicle{}, "net:grossOver:49000000", 0},
		{"a light net alone", 0, 0, 49 * t1, Vehicle{}, "", 0},
		{"a lorry, full", 4_495_000, 2_500_000, 1_995_000, lorry, "", 0},
		{"a lorry, overloaded", 4_495_001, 2_500_000, 1_995_001, lorry, "gross:grossOver:4495000", 0},
		{"a vehicle whose register says more than a road may bear", 60 * t1, 15 * t1, 45 * t1, Vehicle{VehicleFacts: VehicleFacts{GrossKg: 80_000}}, "gross:grossOver:49000000", 0},
		{"a tenth more", 4_000_000, 2_750_000, 1_250_000, lorry, "", 0},
		{"a tenth and a gram more", 4_000_000, 2_750_001, 1_249_999, lorry, "tare:tareFar:2500000", 0},
		{"a tenth and a gram less", 4_000_000, 2_249_999, 1_750_001, lorry, "tare:tareFar:2500000", 0},
		{"a tricycle with its driver", 600_000, 500_000, 100_000, tricycle, "", 0},
		{"another tricycle's tare", 600_000, 501_000, 99_000, tricycle, "tare:tareFar:400000", 0},
		{"no tare was read", 0, 0, 300_000, tricycle, "", 0},
		{"both", 9_000_000, 5_000_000, 4_000_000, lorry, "gross:grossOver:4495000 tare:tareFar:2500000", 0},
		{"43.5 t on a lorry of 5.5 t", 49 * t1, 5_500_000, 43_500_000, Vehicle{}, "tare:tareLight:10875000", 0},
		{"a lorry with four times its weight", 15 * t1, 3 * t1, 12 * t1, Vehicle{}, "", 0},
		{"and four grams more", 15*t1 + 4, 3 * t1, 12*t1 + 4, Vehicle{}, "tare:tareLight:3000001", 0},
		{"a hand cart may", 300_000, 20_000, 280_000, Vehicle{}, "", 0},
		{"as it was weighed last", 4_000_000, 2_750_000, 1_250_000, Vehicle{}, "", 2_500_000},
		{"far from what it was last", 4_000_000, 2_750_001, 1_249_999, Vehicle{}, "tare:tareNew:2500000", 2_500_000},
		{"the register knows better", 4_000_000, 2_500_000, 1_500_000, lorry, "", 1_000_000},
		{"no tare was read of one that was weighed", 0, 0, 300_000, Vehicle{}, "", 2_500_000},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			k := Ticket{TicketFacts: TicketFacts{Gross: tt.gross, Tare: tt.tare, Net: tt.net}}
			got := ""
			for _, f := range k.MassDoubts(tt.on, tt.last) {
				if got != "" {
					got += " "
				}
				got += fmt.Sprintf("%s:%s:%s", f.Path, f.Code, f.Param)
			}
			if got != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
}

func TestUnanswered(t *testing.T) {
	doubts := []Field{{Path: "gross", Code: string(GrossOver)}, {Path: "tare", Code: string(TareFar)}}
	for _, tt := range []struct {
		name string
		sure []Doubt
		want int
	}{{"none", nil, 2}, {"one", []Doubt{TareFar}, 1}, {"another", []Doubt{NumberUsed}, 2}, {"all", Doubts(), 0}} {
		if got := Unanswered(doubts, tt.sure); len(got) != tt.want || len(doubts) != 2 || doubts[0].Code != string(GrossOver) {
			t.Errorf("%s: %v, of %v", tt.name, got, doubts)
		}
	}
}

func TestNumberAfter(t *testing.T) {
	for last, want := range map[string]string{"": "", "磅-0412": "磅-0413", "磅-0999": "磅-1000", "999": "1000", "1-2-09": "1-2-10", "A": "", "A1B": "",
		" 7 ": "8", "999999999999999": "1000000000000000", "00000000000000000001": "00000000000000000002"} {
		if got := NumberAfter(last); got != want {
			t.Errorf("%q: %q, want %q", last, got, want)
		}
	}
}
