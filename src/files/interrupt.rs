//! Signals that ask to stop, such as Ctrl-C: held back while a file is put in the place of another, so that nothing
//! half-made is left behind, and obeyed right after.

/// Does work that is not to be stopped halfway. Elsewhere than on Unix, signals are not held back.
pub(crate) fn held_back<T>(work: impl FnOnce() -> T) -> T {
    #[cfg(unix)]
    {
        unix::held_back(work)
    }
    #[cfg(not(unix))]
    {
        work()
    }
}

#[cfg(unix)]
mod unix {
    use signal_hook::consts::{SIGINT, SIGTERM};
    use signal_hook::flag::{register_conditional_default, register_usize};
    use signal_hook::low_level::emulate_default_handler;
    use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
    use std::sync::{Mutex, Once, PoisonError};

    /// Whether a signal is obeyed as it comes.
    static AT_ONCE: AtomicBool = AtomicBool::new(true);
    /// The number of a signal that came meanwhile.
    static WAITING: AtomicUsize = AtomicUsize::new(0);
    static LISTENING: Once = Once::new();
    static WORK: Mutex<()> = Mutex::new(());

    pub(crate) fn held_back<T>(work: impl FnOnce() -> T) -> T {
        let alone = WORK.lock().unwrap_or_else(PoisonError::into_inner);
        LISTENING.call_once(listen);
        AT_ONCE.store(false, Ordering::SeqCst);
        let result = work();
        AT_ONCE.store(true, Ordering::SeqCst);
        obey(WAITING.swap(0, Ordering::SeqCst));
        drop(alone);
        result
    }

    /// A system that refuses leaves its signals as they were: they stop the work, and no file is the worse for it.
    fn listen() {
        for (signal, number) in [(SIGINT, SIGINT.unsigned_abs()), (SIGTERM, SIGTERM.unsigned_abs())] {
            // The order counts: when a signal is obeyed at once, nothing comes after.
            let _ = register_conditional_default(signal, &AT_ONCE);
            let _ = register_usize(signal, &WAITING, number as usize);
        }
    }

    fn obey(number: usize) {
        if let Ok(signal @ 1..) = i32::try_from(number) {
            let _ = emulate_default_handler(signal);
        }
    }
}
