declare const axis: unique symbol;

/** Seconds from where a source begins. */
export type SourceTime = number & { readonly [axis]?: 'source' };

/** Seconds from where a result begins. */
export type ResultTime = number & { readonly [axis]?: 'result' };
