/** Loaded before a program that is measured: on SIGUSR2 it collects its garbage and says how much is left. */
process.on("SIGUSR2", () => {
  globalThis.gc?.();
  process.stderr.write(`heap used: ${process.memoryUsage().heapUsed}\n`);
});
