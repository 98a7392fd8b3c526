//! What is meant by values as they are written elsewhere.

use super::{Reading, meant};

fn right(key: &str, value: &str) -> Option<String> {
    meant(key, value, Reading::Broken).map(|meant| meant.right)
}

#[test]
fn values_of_elsewhere_are_read_as_they_were_meant() {
    for (key, written, expected) in [
        ("target", "at least 78% by 2027-12", "78% by 2027-12"),
        ("target", "≥ 78% by 2027-12", "78% by 2027-12"),
        ("require", "csat at 2027-12 is at least 74%", "csat at 2027-12 >= 74%"),
        ("require", "csat at 2027-12 no less than 74%", "csat at 2027-12 >= 74%"),
        ("require", "csat at 2027-12 is above 74%", "csat at 2027-12 > 74%"),
        ("require", "csat at 2027-12 between 74% and 80%", "csat at 2027-12 >= 74% and csat at 2027-12 <= 80%"),
        ("require", "csat at end of 2027 >= 74%", "csat at 2027-12 >= 74%"),
        ("require", "csat at Dec 2027 >= 74%", "csat at 2027-12 >= 74%"),
        ("calendar", "Jan 2027 .. Dec 2027", "2027-01 .. 2027-12"),
        ("calendar", "January 2027 to December 2027", "2027-01 .. 2027-12"),
        ("calendar", "from 2027-01 to 2027-12", "2027-01 .. 2027-12"),
        ("calendar", "2027-01 - 2027-12", "2027-01 .. 2027-12"),
        ("calendar", "01/2027 .. 12/2027", "2027-01 .. 2027-12"),
        ("calendar", "1.1.2027 - 31.12.2027", "2027-01 .. 2027-12"),
        ("calendar", "01/01/2027 to 12/31/2027", "2027-01 .. 2027-12"),
        ("calendar", "Januar 2027 bis Dezember 2027", "2027-01 .. 2027-12"),
        ("currency", "Euro", "EUR"),
        ("currency", "£", "GBP"),
        ("currency", "\"EUR\"", "EUR"),
        ("on", "04.11.2026", "2026-11-04"),
        ("on", "4th of November 2026", "2026-11-04"),
        ("on", "Nov 4, 2026", "2026-11-04"),
        ("on", "13/11/2026", "2026-11-13"),
        ("cost", "40k EUR in 1.6.2027", "40k EUR in 2027-06"),
        ("cost", "40k EUR in H1 2027", "40k EUR in 2027-H1"),
        ("cost", "40k EUR in FY2026/27", "40k EUR in FY2027"),
        ("cost", "40k EUR in Juni 2027", "40k EUR in 2027-06"),
        ("cost", "40k EUR ab Juni 2027", "40k EUR from 2027-06"),
        ("cost", "40k EUR once in 2027-06", "40k EUR in 2027-06"),
        ("cost", "4k EUR/month from 2027-11 for 3 months", "4k EUR/month from 2027-11 to 2028-01"),
        ("cost", "4k EUR/month for 1 month from 2027-06", "4k EUR/month from 2027-06 to 2027-06"),
        ("cost", "TEUR 40 in 2027-06", "40k EUR in 2027-06"),
        ("cost", "40 TEUR/year", "40k EUR/year"),
        ("cost", "40kEUR", "40k EUR"),
        ("cost", "1,5 Mio. EUR", "1.5M EUR"),
        ("effect csat", "+4pp after two months", "+4pp after 2 months"),
        ("effect csat", "+4pp (evidence: history)", "+4pp evidence history"),
        ("effect csat", "+4pp based on history", "+4pp evidence history"),
        ("effect csat", "+4 percentage points", "+4pp"),
        ("effect wait", "-4hrs", "-4 hours"),
        ("target", "80% by end of 2027", "80% by 2027-12"),
        ("target", "80% by end 2027", "80% by 2027-12"),
        ("target", "80% by the end of 2027", "80% by 2027-12"),
        ("target", "80% by end of June 2027", "80% by 2027-06"),
        ("target", "80% by end of Q2 2027", "80% by 2027-06"),
        ("target", "80% by end of 2027-H1", "80% by 2027-06"),
        ("effect csat", "+2pp from beginning of 2027", "+2pp from 2027-01"),
        ("effect wait", "20% less", "-20%"),
        ("effect wait", "from 20 hours to 16 hours", "-4 hours"),
        ("effect csat", "from 71% to 75%", "+4pp"),
        ("satisfaction", "3,1/5", "3.1 of 5"),
        ("kind", "service encounter", "service_encounter"),
        ("cost", "200 €/month", "200 EUR/month"),
        ("cost", "€ 200 / month", "200 EUR/month"),
        ("cost", "200€ pro Monat", "200 EUR/month"),
        ("cost", "2 agent * €48k/agent/Jahr ab 2027-04", "2 agent * 48k EUR/agent/year from 2027-04"),
        ("budget", "EUR 250.000", "250_000 EUR"),
        ("budget", "EUR 250.000,-", "250_000 EUR"),
        ("budget", "250.000,- €", "250_000 EUR"),
        ("budget", "EUR 1,5 Mio.", "1.5M EUR"),
        ("budget", "0,25 million EUR", "0.25M EUR"),
        ("cost", "1.250 TEUR", "1_250k EUR"),
        ("rates", "7/10 because \"The queue\"", "7 because \"The queue\""),
        ("rates", "4/5", "8"),
        ("severity", "4 of 5", "4"),
        ("weight", "3 / 5", "60%"),
        ("rate USD", "1 USD = 0.92 EUR", "0.92 EUR"),
        ("rate USD", "USD 1 = EUR 0,92", "0.92 EUR"),
        ("rate USD", "0.92 EUR per USD", "0.92 EUR"),
        ("rate USD", "1 EUR = 1.09 USD", "1 EUR / 1.09"),
    ] {
        assert_eq!(right(key, written).as_deref(), Some(expected), "{key}: {written}");
    }
}

#[test]
fn what_is_right_or_cannot_be_told_is_left() {
    for (key, written) in [
        ("calendar", "2027-01 .. 2027-12"),
        ("calendar", "FY2027"),
        ("calendar", "02/03/2027 to 04/05/2027"),
        ("currency", "EUR"),
        ("currency", "doubloon"),
        ("cost", "40k EUR in 2027-06 because \"from 1.6.2027 on\""),
        ("effect csat", "+4pp after 2 months evidence history"),
        ("effect wait", "from 20 hours to 16 days"),
        ("require", "csat at 2027-12 >= 74%"),
        ("cost", "250.000 EUR"),
        ("cost", "3 agent * wage"),
        ("rates", "20/3"),
        ("rates", "1/3"),
        ("weight", "1/3"),
        ("rate USD", "2 USD = 1.84 EUR"),
    ] {
        assert_eq!(right(key, written), None, "{key}: {written}");
    }
}

#[test]
fn places_lead_back_to_what_was_written() {
    let meant = meant("cost", "40 TEUR ab Juni 2027 via chat", Reading::Broken).unwrap();
    assert_eq!(meant.right, "40k EUR from 2027-06 via chat");
    assert_eq!(meant.written(0..7), 0..7);
    assert_eq!(meant.written(8..12), 8..10);
    assert_eq!(meant.written(13..20), 11..20);
    assert_eq!(meant.written(21..29), 21..29);
}
