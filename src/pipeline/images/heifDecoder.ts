import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { argv } from 'node:process';
import type { Failed, Libheif, Plane, Pointed } from 'libheif-js/wasm-bundle.js';
import { tiffHeader } from './tiff';
import type { RawPicture } from './tiff';

// A program of its own, started by decodeHeif.ts: node heifDecoder.js INPUT OUTPUT MOST_PIXELS
if (require.main === module) {
  const [, , input = '', output = '', most = ''] = argv;
  decode(input, output, Number(most)).catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
}

/** Where `heif_security_limits` has the most pixels of a picture: behind its version, at the next multiple of eight. */
const MOST_PIXELS_AT = 8;
/** Bytes of a `heif_error`. */
const ERROR_BYTES = 16;

/**
 * Writes the main picture of a HEIF file, upright, as an uncompressed TIFF with its own colours.
 * @throws Error in libheif's words; also where it has more pixels than it may, before they are decoded
 */
async function decode(input: string, output: string, mostPixels: number): Promise<void> {
  const { default: heif } = await import('libheif-js/wasm-bundle.js');
  const context = heif.heif_context_alloc();
  const limits = heif._heif_context_get_security_limits(context.$$.ptr);
  new DataView(heif.HEAPU8.buffer).setBigUint64(limits + MOST_PIXELS_AT, BigInt(mostPixels), true);
  const read = heif.heif_context_read_from_memory(context, readFileSync(input));
  if (read.code.value !== 0) throw new Error(read.message);
  const image = checked(heif.heif_js_context_get_primary_image_handle(context));
  if (heif.heif_image_handle_get_width(image) * heif.heif_image_handle_get_height(image) > mostPixels)
    throw new Error('it has too many pixels');
  const channels = heif.heif_image_handle_has_alpha_channel(image) ? 4 : 3;
  const bits = heif._heif_image_handle_get_luma_bits_per_pixel(image.$$.ptr) > 8 ? 16 : 8;
  const samples = bits === 8 ? (['RGB', 'RGBA'] as const) : (['RRGGBB_LE', 'RRGGBBAA_LE'] as const);
  const chroma = heif.heif_chroma[`heif_chroma_interleaved_${samples[channels - 3] ?? 'RGB'}`];
  const [plane] = checked(heif.heif_js_decode_image2(image, heif.heif_colorspace.heif_colorspace_RGB, chroma)).channels;
  write(output, { width: plane.width, height: plane.height, channels, bits, icc: profileOf(heif, image) }, plane);
}

function checked<T extends object>(answer: T | Failed): T {
  if ('message' in answer) throw new Error(answer.message);
  return answer;
}

function profileOf(heif: Libheif, { $$: { ptr } }: Pointed): Uint8Array | null {
  const size = heif._heif_image_handle_get_raw_color_profile_size(ptr);
  if (size === 0) return null;
  const out = heif._malloc(size);
  heif._heif_image_handle_get_raw_color_profile(heif._malloc(ERROR_BYTES), ptr, out);
  return heif.HEAPU8.slice(out, out + size);
}

function write(output: string, picture: RawPicture, { data, stride, bits_per_pixel: depth }: Plane): void {
  const file = openSync(output, 'w');
  try {
    writeSync(file, tiffHeader(picture));
    const bytes = (picture.width * picture.channels * picture.bits) / 8;
    for (let y = 0; y < picture.height; y++) {
      const row = Buffer.from(data.buffer, data.byteOffset + y * stride, bytes);
      if (picture.bits === 16) widen(row, depth);
      writeSync(file, row);
    }
  } finally {
    closeSync(file);
  }
}

/** Samples of so many bits take all of 16: white stays white. */
function widen(row: Buffer, depth: number): void {
  for (let at = 0; at < row.length; at += 2) {
    const sample = row.readUInt16LE(at);
    row.writeUInt16LE(((sample << (16 - depth)) | (sample >> Math.max(0, 2 * depth - 16))) & 0xffff, at);
  }
}
