import { KINDS, kindsOf } from '../../src/pipeline/kinds';
import { MAKE, RUN } from '../names';
import { NO_PRESET, PRESET_NAMES, PRESETS } from '../../src/pipeline/kinds/presets';

/** What is made where no format is set. */
const FORMATS = Object.fromEntries([
  ...kindsOf('createJob').map((kind): [string, string] => [kind, KINDS[kind].formats[0]]),
  ...PRESET_NAMES.map((name): [string, unknown] => [name, PRESETS[name].supplies({})['format']]),
]);

const what = `($parameter["${MAKE.preset}"] === "${NO_PRESET}" ? $parameter["${MAKE.kind}"] : $parameter["${MAKE.preset}"])`;

/** n8n's expression for what stands under the node: "video → mp4 · local". */
export const subtitle = `={{ ${what}.replaceAll("_", " ") + " → " + ($parameter["options"]["format"] || (${JSON.stringify(FORMATS)})[${what}]) + " · " + ($parameter["${RUN.backend}"] === "ittybit" ? "Ittybit" : "local") }}`;
