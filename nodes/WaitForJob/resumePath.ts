/** Stands in the resume address, so that a call that comes late cannot wake another waiting node of the same execution. */
export const RESUME_PATH = 'media-jobs';
