import type { Binaries } from '../../pipeline/ffmpeg/find';
import type { SandboxState } from '../../pipeline/ffmpeg/sandbox';
import type { LeftFolders } from '../../pipeline/storage/leftFolders';
import type { Check } from './checks';
import type { Installed } from './install';

export interface Diagnosis extends Binaries {
  /** Whether every default works, and what was to be installed is. */
  ok: boolean;
  node: string;
  sandbox: SandboxState;
  checks: Check[];
  install?: Installed;
  /** Work folders that killed jobs have left here and where jobs work; only there when there were some. */
  left?: (LeftFolders & { folder: string })[];
}
