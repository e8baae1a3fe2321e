import { BUNDLED_FFMPEG, BUNDLED_FFPROBE } from './programs';

/**
 * Before any test: which ffmpeg is under test. The build that comes with npm packages, unless FFMPEG_PATH and FFPROBE_PATH say otherwise,
 * so that a run does not depend on what the machine has on PATH. Set here, in jest's own process, so that child processes get it too.
 */
export default function globalSetup(): void {
  process.env['FFMPEG_PATH'] ||= BUNDLED_FFMPEG;
  process.env['FFPROBE_PATH'] ||= BUNDLED_FFPROBE;
}
