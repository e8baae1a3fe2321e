const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * An AbortSignal that Ctrl-C, SIGTERM and a closed terminal set off. The handlers stay: a second Ctrl-C while the first
 * one is being obeyed would otherwise end the process before its files and children are gone.
 */
export function interruptSignal(from: NodeJS.Process): AbortSignal {
  const controller = new AbortController();
  for (const name of SIGNALS) from.on(name, () => controller.abort());
  return controller.signal;
}
