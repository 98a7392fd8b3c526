//! Random numbers of one estimate: takes a seed and the path of the estimate, gives a stream of its own, and draws of a PERT
//! distribution from it.
//!
//! The same on every machine: the generator is ChaCha8, logarithms and powers are those of the `libm` crate called directly,
//! and no operation is fused with another.
#![expect(clippy::float_arithmetic, reason = "draws of a distribution are floating point; no money is booked by them")]

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use sha2::{Digest, Sha256};

/// The random numbers of one estimate.
pub(super) struct Stream(ChaCha8Rng);

impl Stream {
    /// The stream of what has this path.
    pub(super) fn new(seed: u64, path: &str) -> Stream {
        let mut key = [0; 32];
        for (slot, byte) in key.iter_mut().zip(seed.to_le_bytes()) {
            *slot = byte;
        }
        let mut generator = ChaCha8Rng::from_seed(key);
        let digest = Sha256::digest(path.as_bytes());
        let number = digest.iter().take(8).fold(0_u64, |number, byte| (number << 8) | u64::from(*byte));
        generator.set_stream(number);
        Stream(generator)
    }

    /// Evenly between 0 and 1, both excluded.
    pub(super) fn uniform(&mut self) -> f64 {
        const PLACES: f64 = 9_007_199_254_740_992.0;
        ((self.0.next_u64() >> 11) as f64 + 0.5) / PLACES
    }
}

/// A PERT distribution: a beta distribution between two ends, the steeper the nearer the likely value is to the middle.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Pert {
    low: f64,
    high: f64,
    alpha: f64,
    beta: f64,
}

impl Pert {
    /// With α = 1 + 4(m − l)/(h − l) and β = 1 + 4(h − m)/(h − l); nothing where the ends are one.
    pub(super) fn new(low: f64, likely: f64, high: f64) -> Option<Pert> {
        let width = high - low;
        let is_wide = width.is_finite() && width > 0.0;
        is_wide.then(|| Pert {
            low,
            high,
            alpha: 1.0 + 4.0 * ((likely - low) / width),
            beta: 1.0 + 4.0 * ((high - likely) / width),
        })
    }

    /// One draw.
    pub(super) fn draw(&self, stream: &mut Stream) -> f64 {
        let part = beta(stream, self.alpha, self.beta);
        (self.low + part * (self.high - self.low)).clamp(self.low, self.high)
    }
}

/// ln 4, and 1 + ln 5, as Cheng has them.
const LOG_OF_4: f64 = 1.386_294_361_119_890_6;
const ONE_AND_LOG_OF_5: f64 = 2.609_437_912_434_100_3;

/// A draw of a beta distribution with both parameters at least 1: Cheng's BB (Communications of the ACM 21(4), 1978); where one
/// is 1, as of one-sided estimates, the distribution function is inverted.
fn beta(stream: &mut Stream, alpha: f64, beta: f64) -> f64 {
    if alpha <= 1.0 {
        return 1.0 - libm::pow(stream.uniform(), 1.0 / beta);
    }
    if beta <= 1.0 {
        return libm::pow(stream.uniform(), 1.0 / alpha);
    }
    let (a, b) = (alpha.min(beta), alpha.max(beta));
    let sum = a + b;
    let steep = libm::sqrt((sum - 2.0) / (2.0 * a * b - sum));
    let gamma = a + 1.0 / steep;
    loop {
        let (first, second) = (stream.uniform(), stream.uniform());
        let v = steep * libm::log(first / (1.0 - first));
        let w = a * libm::exp(v);
        let z = first * first * second;
        let r = gamma * v - LOG_OF_4;
        let s = a + r - w;
        let is_taken = s + ONE_AND_LOG_OF_5 >= 5.0 * z || {
            let t = libm::log(z);
            s >= t || r + sum * libm::log(sum / (b + w)) >= t
        };
        if is_taken {
            return if alpha <= beta { w / (b + w) } else { b / (b + w) };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draws(low: f64, likely: f64, high: f64, count: usize) -> Vec<f64> {
        let mut stream = Stream::new(1, "a path");
        let pert = Pert::new(low, likely, high).expect("two ends");
        (0..count).map(|_| pert.draw(&mut stream)).collect()
    }

    /// Mean and deviation lie within three standard errors of the closed forms; one-sided estimates, too.
    #[test]
    fn draws_have_the_mean_and_deviation_of_the_distribution() {
        for (low, likely, high) in
            [(1.0, 2.0, 4.0), (0.0, 0.0, 1.0), (-5.0, 3.0, 3.0), (10.0, 15.0, 20.0), (0.0, 0.1, 9.0)]
        {
            let count = 40_000;
            let drawn = draws(low, likely, high, count);
            let n = count as f64;
            let mean = drawn.iter().sum::<f64>() / n;
            let variance = drawn.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / n;
            let fourth = drawn.iter().map(|value| libm::pow(value - mean, 4.0)).sum::<f64>() / n;
            let exact = (low + 4.0 * likely + high) / 6.0;
            let spread = (exact - low) * (high - exact) / 7.0;
            assert!(
                (mean - exact).abs() < 3.0 * libm::sqrt(spread / n),
                "{low} {likely} {high}: mean {mean}, not {exact}"
            );
            let error = libm::sqrt((fourth - variance * variance) / n);
            assert!((variance - spread).abs() < 3.0 * error, "{low} {likely} {high}: {variance}, not {spread}");
            assert!(drawn.iter().all(|value| *value >= low && *value <= high));
        }
    }

    #[test]
    fn streams_hang_on_seed_and_path_alone() {
        let first = |seed: u64, path: &str| Stream::new(seed, path).uniform();
        assert_eq!(first(1, "a"), first(1, "a"));
        assert!(first(1, "a") != first(2, "a") && first(1, "a") != first(1, "b"));
        assert!(Pert::new(2.0, 2.0, 2.0).is_none());
    }
}
