import { JOB_KINDS, KINDS } from '../../src/pipeline/kinds';
import { NO_PRESET, PRESET_NAMES, PRESETS } from '../../src/pipeline/kinds/presets';

/** What is made where no format is set. */
const FORMATS = Object.fromEntries([
  ...JOB_KINDS.map((kind): [string, string] => [kind, KINDS[kind].formats[0]]),
  ...PRESET_NAMES.map((name): [string, string | undefined] => [name, PRESETS[name].supplies({} as never).format]),
]);

const what = `($parameter["preset"] === "${NO_PRESET}" ? $parameter["kind"] : $parameter["preset"])`;

/** n8n's expression for what stands under the node: "video → mp4 · local". */
export const subtitle = `={{ ${what}.replaceAll("_", " ") + " → " + ($parameter["options"]["format"] || (${JSON.stringify(FORMATS)})[${what}]) + " · " + ($parameter["backend"] === "ittybit" ? "Ittybit" : "local") }}`;
