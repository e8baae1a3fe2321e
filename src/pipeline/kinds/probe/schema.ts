import { z } from 'zod/v4';

/** There is nothing to choose. */
export const probeSchema = z.strictObject({});

export type ProbeOptions = z.infer<typeof probeSchema>;
