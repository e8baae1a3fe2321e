import { readFile } from 'node:fs/promises';
import { fixture } from '../fixtures';

/** Files that name an address in each way that a media file or a list can, by what they are. Whoever opens what they name has fallen into the trap. */
export async function traps(address: string): Promise<Record<string, Buffer>> {
  const hls = `#EXTM3U\n#EXT-X-TARGETDURATION:3\n#EXTINF:3.0,\n${address}\n#EXT-X-ENDLIST\n`;
  const noText = Buffer.from([0, 1, 2, 255]);
  const dash = `<MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" mediaPresentationDuration="PT2S"><Period><AdaptationSet mimeType="video/mp4"><Representation id="1" bandwidth="1"><BaseURL>${address}</BaseURL></Representation></AdaptationSet></Period></MPD>\n`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="64" height="64"><image xlink:href="${address}" href="${address}" width="64" height="64"/></svg>\n`;
  const texts: Record<string, string> = {
    HLS: hls,
    'HLS with a key': `#EXTM3U\n#EXT-X-TARGETDURATION:3\n#EXT-X-KEY:METHOD=AES-128,URI="${address}"\n#EXT-X-MAP:URI="${address}"\n#EXTINF:3.0,\n${address}\n#EXT-X-ENDLIST\n`,
    'HLS of playlists': `#EXTM3U\n#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="a",URI="${address}"\n#EXT-X-STREAM-INF:BANDWIDTH=1,AUDIO="a"\n${address}\n`,
    'HLS after a byte order mark and blank lines': `\uFEFF\n\n${hls}`,
    DASH: `<?xml version="1.0"?>\n${dash}`,
    IMF: `<?xml version="1.0"?>\n<CompositionPlaylist xmlns="http://www.smpte-ra.org/schemas/2067-3/2016"><Id>${address}</Id></CompositionPlaylist>\n`,
    ffconcat: `ffconcat version 1.0\nfile '${address}'\n`,
    SDP: `v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\na=control:${address.replace('http', 'rtsp')}\nc=IN IP4 127.0.0.1\nt=0 0\nm=video ${new URL(address).port} TCP/RTP/AVP 96\na=rtpmap:96 H264/90000\n`,
    'a list of Windows Media': `[Reference]\nRef1=${address}\n`,
    'a list of RealMedia': `${address.replace('http', 'rtsp')}\n`,
    SVG: svg,
    'SVG after XML': `<?xml version="1.0"?>\n<!DOCTYPE svg SYSTEM "${address}">\n<!-- x -->\n${svg}`,
    'XML with an entity': `<?xml version="1.0"?>\n<!DOCTYPE svg [<!ENTITY x SYSTEM "${address}">]>\n<svg xmlns="http://www.w3.org/2000/svg"><text>&x;</text></svg>\n`,
  };
  return {
    ...Object.fromEntries(Object.entries(texts).map(([what, text]) => [what, Buffer.from(text)])),
    'HLS and bytes that are no text': Buffer.concat([Buffer.from(hls), noText]),
    'ffconcat and bytes that are no text': Buffer.concat([Buffer.from(texts['ffconcat'] ?? ''), noText]),
    'DASH and bytes that are no text': Buffer.concat([Buffer.from(dash), noText]),
    // ffmpeg looks past such a tag.
    'HLS after an ID3 tag': Buffer.concat([
      Buffer.from('ID3\x04\0\0\0\0\0\x0aTIT2\0\0\0\0\0\0', 'latin1'),
      Buffer.from(hls),
    ]),
    'HLS as UTF-16': Buffer.from(`\uFEFF${hls}`, 'utf16le'),
    'SVG as UTF-16': Buffer.from(`\uFEFF${svg}`, 'utf16le'),
    'a film that lies elsewhere': elsewhere(await readFile(await fixture('clip.mov')), urlReference(address)),
    'a film that lies elsewhere, in the Macintosh way': elsewhere(
      await readFile(await fixture('clip.mov')),
      aliasReference('/elsewhere/a.mov'),
    ),
  };
}

/** A data reference (ISO 14496-12, 8.7.2) without the flag that says "in this file". */
const urlReference = (address: string): Buffer => box('url ', Buffer.from(`\0\0\0\0${address}\0`));

/** The same as an alias record of QuickTime, whose second kind of field is a path; it can name files of this machine alone. */
function aliasReference(file: string): Buffer {
  const path = Buffer.from(file.padEnd(2 * Math.ceil(file.length / 2), '\0'));
  const field = Buffer.alloc(4);
  field.writeUInt16BE(2, 0);
  field.writeUInt16BE(path.length, 2);
  const names = Buffer.concat([
    Buffer.alloc(10),
    Buffer.from([1, 0x78]),
    Buffer.alloc(26),
    Buffer.alloc(12),
    Buffer.from([1, 0x78]),
    Buffer.alloc(62),
    Buffer.alloc(16),
    Buffer.from([0, 1, 0, 1]),
    Buffer.alloc(16),
  ]);
  return box('alis', Buffer.concat([Buffer.alloc(4), names, field, path, Buffer.from([0xff, 0xff, 0, 0])]));
}

function box(type: string, content: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(8 + content.length, 0);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, content]);
}

/** Boxes on the way to a data reference, whose sizes change with it. */
const PARENTS = ['moov', 'trak', 'mdia', 'minf', 'dinf'];

/** A film with its index last, whose tracks say that their data are elsewhere. */
function elsewhere(boxes: Buffer, reference: Buffer): Buffer {
  const made: Buffer[] = [];
  for (let at = 0; at < boxes.length;) {
    const size = boxes.readUInt32BE(at);
    const type = boxes.toString('latin1', at + 4, at + 8);
    const content = boxes.subarray(at + 8, at + size);
    if (PARENTS.includes(type)) made.push(box(type, elsewhere(content, reference)));
    else
      made.push(
        type === 'dref' ? box(type, Buffer.concat([content.subarray(0, 8), reference])) : boxes.subarray(at, at + size),
      );
    at += size;
  }
  return Buffer.concat(made);
}
