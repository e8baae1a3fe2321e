/** Swiftia's plans: US dollars for a minute of the source (its pricing), and milliseconds between two requests of an organisation (its rate limits). */
export const PLANS = {
  free: { label: 'Free', dollarsPerMinute: 0.03, interval: 5_000 },
  starter: { label: 'Starter', dollarsPerMinute: 0.03, interval: 2_000 },
  pro: { label: 'Pro', dollarsPerMinute: 0.026, interval: 1_000 },
  swift: { label: 'Swift', dollarsPerMinute: 0.023, interval: 200 },
} as const;

export type Plan = keyof typeof PLANS;

/** A plan by its name; the slowest and dearest for what is none, such as an older credential without one. */
export const planOf = (name: unknown): Plan =>
  typeof name === 'string' && Object.hasOwn(PLANS, name) ? (name as Plan) : 'free';
