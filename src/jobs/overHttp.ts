import { basename, join, relative, sep } from 'node:path';
import type { Job, Task } from '../pipeline/job/job';
import type { Short } from '../pipeline/job/short';
import type { Home } from './home';
import type { ResultLinks } from './resultLinks';

/** A job of the store in the words of the job API, for those who are not on this machine. */
export interface HttpView {
  home: Home;
  links: ResultLinks;
  /** Where results are fetched from. */
  origin: string;
}

/**
 * The job with addresses in the place of this machine's paths, and with the fields of the job API alone: further ones only where they have something to say.
 */
export function overHttp<J extends Job>({ attempts, ...job }: J, view: HttpView): Omit<J, 'attempts'> {
  const { home, links, origin } = view;
  const linkTo = (path: string): string | null => {
    const result = resultOf(home, job.id, path);
    return result === null ? null : links.to(origin, job.id, result.file);
  };
  const address = (path: string): string => linkTo(path) ?? withoutPaths(path, home);
  const url = job.output === null ? null : linkTo(job.output);
  const output = url ?? (job.output === null ? null : withoutPaths(job.output, home));
  const shortOf = (short: Short): Short => ({
    ...short,
    output: short.output === null ? null : address(short.output),
    error: worded(short.error),
    ...(short.poster && { poster: address(short.poster) }),
    ...(short.captions && { captions: address(short.captions) }),
  });
  const task = (each: Task): Task => ({
    ...each,
    output: typeof each.output === 'string' ? output : fileOf(each),
    error: worded(each.error),
  });
  const fileOf = ({ kind, output: file }: Task) =>
    typeof file === 'object' && file !== null && kind === job.kind && url !== null ? { ...file, url } : file;
  const worded = <T extends { message: string } | null>(said: T): T =>
    said === null ? said : { ...said, message: withoutPaths(said.message, home) };
  return {
    ...job,
    output,
    error: worded(job.error),
    tasks: job.tasks.map(task),
    ...(job.shorts !== undefined && { shorts: job.shorts.map(shortOf) }),
    ...(job.contact_sheet !== undefined && { contact_sheet: address(job.contact_sheet) }),
    ...(job.warnings !== undefined && { warnings: job.warnings.map(worded) }),
    ...(attempts !== undefined && attempts.made > 1 && { attempts }),
  };
}

/** Where a result lies: the folder that its links cover, and its place in it. Null when it is none that the engine keeps. */
export function resultOf(home: Home, id: string, output: string): { folder: string; file: string } | null {
  const [attempt, ...rest] = relative(join(home.files, id), output).split(sep);
  return attempt === undefined || attempt === '..' || rest.length === 0
    ? null
    : { folder: join(home.files, id, attempt), file: rest.join('/') };
}

/** An absolute path; what follows a scheme, a host or another word is none. */
const PATH = /(?<![\w.:/~%-])(?:[A-Za-z]:)?(?:[\\/][^\s\\/"'`(),;:<>|]+){2,}[\\/]?/g;

/** What stands for the home folder while paths are looked for: its own path may have blanks. */
const HOME = '/data/home';
const IS_HOME = /^\/data\/home(?=[\\/]|$)/;
/** Folders of the home folder, and how many folders deep files lie there, each named by an id, a key or an attempt. */
const OWN_FOLDERS: Record<string, number> = { inputs: 1, files: 2, work: 1, uploads: 2 };

/**
 * A message with names of files instead of their paths: where things lie on this machine is nobody else's business. What has no name that means anything
 * elsewhere is called the data folder.
 */
export function withoutPaths(text: string, home: Pick<Home, 'folder'>): string {
  return text.replaceAll(home.folder, HOME).replace(PATH, (found) => {
    // The full stop of a sentence is none of the path before it.
    const end = found.endsWith('.') ? '.' : '';
    const path = found.slice(0, found.length - end.length);
    return (IS_HOME.test(path) ? inHome(path.slice(HOME.length)) : basename(path)) + end;
  });
}

/** @param path beginning where the home folder ends */
function inHome(path: string): string {
  const [area = '', ...steps] = path.split(/[\\/]/).filter((step) => step !== '');
  const depth = OWN_FOLDERS[area];
  if (depth === undefined) return steps.at(-1) ?? (area || DATA_FOLDER);
  const name = steps.slice(depth).at(-1) ?? '';
  return IS_FILE.test(name) ? name : DATA_FOLDER;
}

const DATA_FOLDER = 'the data folder';
const IS_FILE = /^[^.].*\.\w+$/;
