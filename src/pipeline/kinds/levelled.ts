import type { Binary } from '../ffmpeg/find';
import { findLevel } from '../inspect/findLevel';
import type { Plan } from '../plan/types';

interface LevelledUse {
  ffmpeg: Binary;
  signal: AbortSignal;
  folder?: string;
  onProgress: (percent: number) => void;
}

/** A plan whose sound has the loudness that was asked for: it is listened to first. @throws what ffmpeg throws */
export async function levelled(plan: Plan, use: LevelledUse): Promise<Plan> {
  if (plan.levelling === undefined) return plan;
  const { level, warnings } = await findLevel(plan.levelling, use);
  const made = plan.levelling.then(level);
  return { ...made, warnings: [...made.warnings, ...warnings] };
}
