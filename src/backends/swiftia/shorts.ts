import { fieldsOf, textOr } from '../hostedJob';

/** A short as Swiftia tells of it; what an answer of its generation does not have is null. */
export interface ToldShort {
  /** As the job gave it, a number or text: a render names it just so. Null: it cannot be rendered. */
  id: string | number | null;
  title: string | null;
  /** Seconds of the source. */
  start: number;
  end: number;
  /** 0–100. */
  score: number | null;
  reason: string | null;
  text: string | null;
}

/** The shorts of a job: in `data` today, at the top level in the oldest answers. */
export function toldShorts(body: Record<string, unknown>): ToldShort[] {
  const shorts = fieldsOf(body.data).shorts ?? body.shorts;
  return Array.isArray(shorts) ? shorts.map(toldShort) : [];
}

function toldShort(told: unknown): ToldShort {
  const { id, title, content, startTime, start, endTime, end, score, reason, text } = fieldsOf(told);
  return {
    id: typeof id === 'number' || (typeof id === 'string' && id !== '') ? id : null,
    // Today's answers have no title: what the short is about says most.
    title: textOr(title, null) ?? textOr(content, null),
    start: seconds(startTime ?? start),
    end: seconds(endTime ?? end),
    score: typeof score === 'number' && score >= 0 && score <= 100 ? score : null,
    reason: textOr(reason, null),
    text: textOr(text, null),
  };
}

const seconds = (value: unknown): number => (typeof value === 'number' && Number.isFinite(value) ? value : 0);
