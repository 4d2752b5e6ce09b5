//! How far this computer's clock is from GitHub's, as far as replies tell.

use super::endpoint::HttpReply;
use super::time::Timestamp;

/// How much later than it says a reply may be read, in seconds: what a reply may take, and a second
/// of rounding.
const LATEST_IN: i64 = 31;

/// How long an hourly limit lasts, in seconds. Source: REST docs, "Rate limits".
const LIMIT_LASTS: i64 = 3_600;

/// How far apart two clocks may be that agree, in seconds.
const TOLERANCE: i64 = 120;

/// What is known of GitHub's clock less this computer's, in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ServerClock {
    between: Option<Bounds>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Bounds {
    least: i64,
    most: i64,
}

impl ServerClock {
    /// Takes in what `reply`, read at `now` by this computer's clock, tells of GitHub's. `Date` tells
    /// it within half a minute, but browsers show that header to extensions alone;
    /// `X-RateLimit-Reset`, which all see, is at most an hour away.
    pub fn learn(&mut self, reply: &HttpReply, now: Timestamp) {
        let date = reply.header("date").and_then(Timestamp::parse_http);
        let reset = reply.header("x-ratelimit-reset").and_then(|reset| reset.trim().parse().ok());
        let said = match (date, reset.map(Timestamp::from_unix)) {
            (Some(date), _) => Bounds { least: date - now, most: date.plus(LATEST_IN) - now },
            (None, Some(reset)) => {
                Bounds { least: reset.plus(-LIMIT_LASTS) - now, most: reset.plus(LATEST_IN) - now }
            }
            (None, None) => return,
        };
        let both = self.between.map(|known| Bounds {
            least: known.least.max(said.least),
            most: known.most.min(said.most),
        });
        // Where they contradict each other, a clock was set meanwhile.
        self.between = both.filter(|both| both.least <= both.most).or(Some(said));
    }

    /// How far GitHub's clock is ahead of this computer's, in seconds, negative where it is behind; 0
    /// where they may agree. Of what is possible it is the least: what GitHub may still take a review
    /// of must not be called expired.
    pub fn difference(&self) -> i64 {
        match self.between {
            Some(Bounds { least, most }) if least > TOLERANCE || most < -TOLERANCE => least,
            _ => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_unix(1_720_428_183);
    const TWO_DAYS: i64 = 2 * 86_400;

    fn reply(headers: &[(&str, &str)]) -> HttpReply {
        let own = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        HttpReply { headers: headers.iter().map(own).collect(), ..HttpReply::default() }
    }

    fn dated() -> HttpReply {
        reply(&[("date", "Mon, 08 Jul 2024 08:43:03 GMT")])
    }

    /// A reply whose hourly limit ends `left` seconds after GitHub's now.
    fn limited(left: i64) -> HttpReply {
        reply(&[("x-ratelimit-reset", &NOW.plus(left).unix().to_string())])
    }

    fn after(replies: &[(HttpReply, i64)]) -> i64 {
        let mut clock = ServerClock::default();
        for (reply, ahead) in replies {
            clock.learn(reply, NOW.plus(*ahead));
        }
        clock.difference()
    }

    #[test]
    fn a_date_tells_the_difference() {
        assert_eq!(after(&[(dated(), TWO_DAYS)]), -TWO_DAYS);
        assert_eq!(after(&[(dated(), -TWO_DAYS)]), TWO_DAYS);
        for ahead in [-TOLERANCE, -31, 0, 30, TOLERANCE] {
            assert_eq!(after(&[(dated(), ahead)]), 0, "{ahead}");
        }
    }

    #[test]
    fn the_end_of_the_hour_tells_it_roughly_and_never_too_late() {
        for left in [0, 1_800, 3_600] {
            assert_eq!(after(&[(limited(left), 0)]), 0, "{left}");
            for ahead in [TWO_DAYS, -TWO_DAYS] {
                let told = after(&[(limited(left), ahead)]);
                assert!((-ahead - 3_600..=-ahead).contains(&told), "{left}, {ahead}: {told}");
            }
        }
    }

    #[test]
    fn several_replies_tell_more() {
        let told = after(&[(limited(3_600), TWO_DAYS), (limited(600), TWO_DAYS)]);
        assert_eq!(told, -TWO_DAYS);
    }

    #[test]
    fn a_clock_that_is_set_is_believed() {
        assert_eq!(after(&[(dated(), TWO_DAYS), (dated(), 0)]), 0);
    }

    #[test]
    fn what_tells_nothing_changes_nothing() {
        for told in [reply(&[]), reply(&[("date", "today"), ("x-ratelimit-reset", "soon")])] {
            assert_eq!(after(&[(told.clone(), TWO_DAYS)]), 0);
            assert_eq!(after(&[(dated(), TWO_DAYS), (told, TWO_DAYS)]), -TWO_DAYS);
        }
        assert_eq!(
            after(&[(reply(&[("x-ratelimit-reset", "9223372036854775807")]), 0)]),
            Timestamp::from_unix(i64::MAX).plus(-3_600) - NOW
        );
    }
}
