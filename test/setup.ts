import fc from 'fast-check';

// Property tests try the same cases in every run; DRYDOCK_SEED tries others.
fc.configureGlobal({ seed: Number(process.env['DRYDOCK_SEED'] ?? 20261120) });
