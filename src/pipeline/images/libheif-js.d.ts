// What is used of libheif's own interface (heif.h), as its build for WebAssembly has it.
declare module 'libheif-js/wasm-bundle.js' {
  export interface Pointed {
    $$: { ptr: number };
  }
  export interface Failed {
    code: { value: number };
    message: string;
  }
  export interface Plane {
    stride: number;
    data: Uint8Array;
    width: number;
    height: number;
    bits_per_pixel: number;
  }
  export interface Libheif {
    HEAPU8: Uint8Array;
    heif_colorspace: { heif_colorspace_RGB: object };
    heif_chroma: Record<`heif_chroma_interleaved_${'RGB' | 'RGBA' | 'RRGGBB_LE' | 'RRGGBBAA_LE'}`, object>;
    heif_context_alloc(): Pointed;
    heif_context_read_from_memory(context: Pointed, bytes: Uint8Array): Failed;
    heif_js_context_get_primary_image_handle(context: Pointed): Pointed | Failed;
    heif_image_handle_get_width(image: Pointed): number;
    heif_image_handle_get_height(image: Pointed): number;
    heif_image_handle_has_alpha_channel(image: Pointed): number;
    heif_js_decode_image2(image: Pointed, colours: object, chroma: object): { channels: [Plane] } | Failed;
    _malloc(bytes: number): number;
    _heif_context_get_security_limits(context: number): number;
    _heif_image_handle_get_luma_bits_per_pixel(image: number): number;
    _heif_image_handle_get_raw_color_profile_size(image: number): number;
    _heif_image_handle_get_raw_color_profile(error: number, image: number, out: number): void;
  }
  const libheif: Libheif;
  export default libheif;
}
