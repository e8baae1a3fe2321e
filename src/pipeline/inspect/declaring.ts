/** Containers that declare their streams beforehand, whether anything of them follows or not. */
export const DECLARES_STREAMS: readonly string[] = ['mp4', 'mov', 'mkv', 'webm', 'avi', 'wav'];

/** Containers whose header states the length; elsewhere it is worked out from what is there. */
export const DECLARES_LENGTH: readonly string[] = [...DECLARES_STREAMS, 'flv', 'flac', 'mp3'];
