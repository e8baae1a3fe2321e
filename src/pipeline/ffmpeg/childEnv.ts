/**
 * What ffmpeg and ffprobe need of this process's environment. n8n's holds passwords and keys, which a program that reads strangers' files has no
 * use for; and FFREPORT or AV_LOG_FORCE_COLOR would change what it writes. Library paths are for builds that lie beside their libraries.
 */
const PASSED = [
  'PATH',
  'HOME',
  'LANG',
  'LC_ALL',
  'LC_CTYPE',
  'TZ',
  'TMPDIR',
  'LD_LIBRARY_PATH',
  'DYLD_LIBRARY_PATH',
  'FONTCONFIG_FILE',
  'FONTCONFIG_PATH',
  'XDG_CACHE_HOME',
  // Windows does not start a program without these.
  'Path',
  'SystemRoot',
  'SYSTEMROOT',
  'windir',
  'TEMP',
  'TMP',
  'USERPROFILE',
];

/**
 * A static build loads the system's character set modules to read the names in an MPEG-TS, and crashes in them where they are of another libc:
 * away from them it reads on, with the names as they are.
 */
export const WITHOUT_CHARACTER_SETS = { GCONV_PATH: '/nonexistent' };

/** The whole environment of an ffmpeg or ffprobe: to be used with `extendEnv: false`. */
export function childEnv(own: NodeJS.ProcessEnv = process.env): Record<string, string> {
  const passed = PASSED.flatMap((name) => (own[name] === undefined ? [] : [[name, own[name]] as const]));
  return { ...Object.fromEntries(passed), ...WITHOUT_CHARACTER_SETS };
}

/**
 * For programs that are asked something and end by themselves. execa would end them with this process, but for that it listens to signals, and ends this
 * process at the first SIGTERM when nobody else listens any more: n8n could not finish what it has begun.
 * @param env what they need besides
 */
export const brief = (env: Record<string, string> = {}) =>
  ({ cleanup: false, reject: false, extendEnv: false, env: { ...childEnv(), ...env } }) as const;
