import { access } from 'node:fs/promises';
import { removeFolder } from '../../pipeline/storage/removeFolder';
import type { OutputAccess } from '../begunUploads';
import { refuseTooSmallDisk } from '../diskEstimate';
import type { Home } from '../home';
import { inputFolder, ownInput, removeFiles, resultFolder, sweepAttempts, workFolder } from '../jobFiles';
import { closeFilesIn } from '../privateFiles';
import { resultFiles } from '../resultFiles';
import { removeOrphans } from '../orphans';
import type { JobFiles } from './port';

/** Files of jobs in the home folder. @param outputAccess for the uploads that an attempt which was killed had begun */
export const localFiles = (home: Home, outputAccess: OutputAccess): JobFiles => ({
  keepInput: (job, source, signal, index) => ownInput(inputFolder(home, job, index), source, signal),
  hasInput: async (input) => {
    if (!('path' in input)) return true;
    return access(input.path).then(
      () => true,
      () => false,
    );
  },
  refuseTooSmall: (request) => refuseTooSmallDisk(home, { request }),
  endAttempt: async (attempt, succeeded) => {
    await removeFolder(workFolder(home, attempt));
    const result = resultFolder(home, attempt);
    await (succeeded ? closeFilesIn(result) : removeFolder(result));
  },
  dropResult: async (attempt) => {
    await removeFolder(resultFolder(home, attempt));
  },
  dropInput: async (job) => {
    await removeFolder(inputFolder(home, job));
  },
  sweep: (job, keep) => sweepAttempts(home, job, { keep, access: outputAccess }),
  remove: (job) => removeFiles(home, job),
  removeOrphans: (standing, madeBefore) => removeOrphans(home, standing, madeBefore),
  results: resultFiles,
});
