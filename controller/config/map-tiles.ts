/** An outside map server, where the operator wants its pictures beneath the commune's own map. */
type Variable = 'MAP_TILES_URL' | 'MAP_TILES_ATTRIBUTION';

export const MAP_VARIABLES = ['MAP_TILES_URL', 'MAP_TILES_ATTRIBUTION'] as const;

export interface MapTilesConfig {
  /** with `{z}`, `{x}` and `{y}` to be filled */
  url: string;
  /** whose map it is, which its licence asks to be shown */
  attribution: string;
}

interface Reads {
  fault(name: Variable, vi: string, en: string): void;
  text(name: Variable): string | undefined;
}

export function readMapTiles(read: Reads): MapTilesConfig | undefined {
  const [url, attribution] = [read.text('MAP_TILES_URL'), read.text('MAP_TILES_ATTRIBUTION')];
  if (url === undefined) {
    if (attribution !== undefined) {
      read.fault('MAP_TILES_ATTRIBUTION', 'chỉ dùng cùng MAP_TILES_URL', 'is used together with MAP_TILES_URL only');
    }
    return undefined;
  }
  const isTemplate = ['{z}', '{x}', '{y}'].every((hole) => url.includes(hole));
  const filled = url.replaceAll(/\{[zxy]\}/g, '0');
  // no quotes, spaces or semicolons: its origin stands in a header
  const isWeb = URL.canParse(filled) && /^https?:\/\/[^\s;,'"{}/]+\/[^\s;,'"]*$/.test(url);
  if (!isTemplate || !isWeb) {
    read.fault(
      'MAP_TILES_URL',
      'phải bắt đầu bằng https:// hoặc http:// và có {z}, {x}, {y}',
      'must begin with https:// or http:// and hold {z}, {x} and {y}',
    );
    return undefined;
  }
  if (attribution === undefined) {
    read.fault(
      'MAP_TILES_ATTRIBUTION',
      'chưa có giá trị: giấy phép bản đồ yêu cầu ghi nguồn',
      'is missing: the licence of a map asks for its source to be shown',
    );
    return undefined;
  }
  return { url, attribution };
}
