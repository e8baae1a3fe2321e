/** How long a text from elsewhere may be (characters): a longer one is refused, or cut, before anything looks into it. */

/** An address. Web servers take about 8,000 bytes of one (nginx: large_client_header_buffers 8k; Apache: LimitRequestLine 8190). */
export const LONGEST_ADDRESS = 8_192;

/** A name, of a file, a bucket or a job: file systems take 255 bytes, S3 takes 1,024 (Amazon S3, object keys). */
export const LONGEST_NAME = 1_024;

/** What is written for people: a message, or the stack of an error. */
export const LONGEST_MESSAGE = 65_536;

/** What an error shows of one value that was given. */
export const LONGEST_SHOWN = 80;

/** So many problems of a request are said; of more, how many there are. */
export const MOST_PROBLEMS = 20;
