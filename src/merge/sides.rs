//! The three versions of anything that is merged: what both sides began with, and what each has.

/// What both sides began with, and what each side has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sides<T> {
    /// What both began with.
    pub base: T,
    /// What we have.
    pub ours: T,
    /// What they have.
    pub theirs: T,
}
impl<T> Sides<T> {
    pub(super) fn as_ref(&self) -> Sides<&T> {
        Sides { base: &self.base, ours: &self.ours, theirs: &self.theirs }
    }

    pub(super) fn map<U>(self, mut change: impl FnMut(T) -> U) -> Sides<U> {
        Sides { base: change(self.base), ours: change(self.ours), theirs: change(self.theirs) }
    }
}
impl<T: Send> Sides<T> {
    pub(super) fn in_parallel<U: Send>(self, change: impl Fn(T) -> U + Sync) -> Sides<U> {
        let Sides { base, ours, theirs } = self;
        let both = || rayon::join(|| change(ours), || change(theirs));
        let ((ours, theirs), base) = rayon::join(both, || change(base));
        Sides { base, ours, theirs }
    }
}
impl<T: PartialEq> Sides<T> {
    /// What all come to, if at most one side changed it, or both alike.
    pub(super) fn agreed(self) -> Option<T> {
        if self.ours == self.theirs || self.theirs == self.base {
            Some(self.ours)
        } else if self.ours == self.base {
            Some(self.theirs)
        } else {
            None
        }
    }
}
