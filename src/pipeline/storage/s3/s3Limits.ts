/** A signed link to a result in S3 storage is good for 7 days at most (SigV4, X-Amz-Expires). */
export const LONGEST_LINK_SECONDS = 7 * 24 * 3600;
