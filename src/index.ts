/** The pipeline as a library: what the node and the command line are made of. */
export { findBinaries } from './pipeline/ffmpeg/find';
export type { Binaries, Binary } from './pipeline/ffmpeg/find';
export { ERRORS, MediaJobError } from './pipeline/errors';
export type { ErrorKind } from './pipeline/errors';
export type { FileObject, Job, JobWarning, Task } from './pipeline/job';
export { KINDS } from './pipeline/kinds';
export type { KindName } from './pipeline/kinds';
export type { Destination, ProducedFile } from './pipeline/media/destination';
export { fileDestination, folderDestination, streamDestination } from './pipeline/media/destinations';
export type { MediaInfo } from './pipeline/media/mediaInfo';
export type { Source } from './pipeline/media/source';
export { fileSource, sourceOf, streamSource } from './pipeline/media/sources';
export { parseRequest } from './pipeline/request';
export type { JobRequest } from './pipeline/request';
export { dryRun, runJob } from './pipeline/run';
export type { DryRun, EndedJob, JobRun } from './pipeline/run';
export { probeFile } from './pipeline/tasks/probe';
