/** A result that is a folder of files. */
export interface ResultSet {
  /** The file that leads to all others. */
  mainFile: string;
  /** What follows the source's name in the name of a folder that nobody named, without the dot. */
  extension: string;
  /** How a sentence about it begins. */
  subject: string;
  /** Names of its files, in small letters, and of those that lead to others: an earlier result is known by them, and nothing else is replaced. */
  files: RegExp;
  lists: RegExp;
  /** What it takes on a disk as a multiple of its source, about. */
  growth: number;
}
