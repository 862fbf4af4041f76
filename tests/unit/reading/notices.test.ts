import { readFileSync } from 'node:fs';
import { readText } from '@loa-lang/controller/domain/reading/read-text';
import { describe, expect, it } from 'vitest';
import { accepts, essence } from '../../support/reading/same-reading.ts';

const fixture = new URL('../../fixtures/reading/notices.txt', import.meta.url);
const lines = readFileSync(fixture, 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('# '));
const cases = lines.flatMap((line, index): [string, string][] =>
  line.startsWith('  ') ? [[lines[index - 1] ?? '', line.trim()]] : [],
);

describe('sentences of commune notices', () => {
  it('are many', () => {
    expect(cases.length).toBeGreaterThanOrEqual(200);
  });

  it.each(cases)('%s', (written, reading) => {
    expect(essence(readText(written).spoken)).toBe(essence(reading));
  });
});

const accepted = readFileSync(new URL('../../fixtures/reading/accepted.txt', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line.includes(' | '))
  .map((line): [string, string] => [line.slice(0, line.lastIndexOf(' | ')), line.slice(line.lastIndexOf(' | ') + 3)]);

describe('sentences with several right readings', () => {
  it.each(accepted)('%s', (written, readings) => {
    const { spoken } = readText(written);
    expect(accepts(readings, spoken), spoken).toBe(true);
  });
});

describe('whole notices', () => {
  it('reads headings, numbering and bullets', () => {
    const text = [
      'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
      'THÔNG BÁO',
      'V/v tiêm phòng cho đàn chó, mèo năm 2025',
      'I. MỤC ĐÍCH, YÊU CẦU',
      '1.1. Đối tượng',
      '- 5 hộ nghèo',
      'a) Hồ sơ: 01 đơn',
      'TM. UBND XÃ',
      'KT. CHỦ TỊCH',
    ].join('\r\n');
    expect(readText(text).spoken.split('\n')).toEqual([
      'cộng hòa xã hội chủ nghĩa việt nam',
      'thông báo',
      'Về việc tiêm phòng cho đàn chó, mèo năm hai nghìn không trăm hai mươi lăm',
      'một. mục đích, yêu cầu',
      'một chấm một. Đối tượng',
      'năm hộ nghèo',
      'a, Hồ sơ: một đơn',
      'thay mặt Ủy ban nhân dân xã',
      'ký thay chủ tịch',
    ]);
  });

  it('learns what a text explains itself, and does not say it twice', () => {
    const { spoken, unknown } = readText('Câu lạc bộ Liên thế hệ tự giúp nhau (LTHTGN) họp. LTHTGN mời bà con.');
    expect(spoken).toBe('Câu lạc bộ Liên thế hệ tự giúp nhau họp. Liên thế hệ tự giúp nhau mời bà con.');
    expect(unknown).toEqual([]);
  });

  it('counts what is spelled letter by letter as unknown, unless it is listed as spelled', () => {
    expect(readText('144/TB-XNĐH').unknown).toEqual(['XNĐH']);
    expect(readText('Mời dự hội nghị QWRT').unknown).toEqual(['QWRT']);
    expect(readText('Gieo lúa BC15').unknown).toEqual(['BC15']);
    expect(readText('Bón NPK, ống PVC').unknown).toEqual([]);
  });

  it('follows the commune’s dictionary before its own', () => {
    const dictionary = [
      { written: 'NVH', reading: 'nhà văn hóa liên thôn' },
      { written: 'Đồng Gai 2', reading: 'Đồng Gai mới' },
      { written: 'hoá đơn', reading: 'hóa đơn điện' },
    ];
    const { spoken, segments } = readText('Họp tại NVH Đồng Gai 2, nộp Hóa đơn', { dictionary });
    expect(spoken).toBe('Họp tại nhà văn hóa liên thôn Đồng Gai mới, nộp hóa đơn điện');
    expect(segments.filter((segment) => segment.kind === 'dictionary')).toHaveLength(3);
  });

  it('offers other readings of times, telephones and numbers of documents', () => {
    const alternatives = (text: string, written: string) =>
      readText(text).segments.find((segment) => segment.written === written)?.alternatives;
    expect(alternatives('họp lúc 7h30', '7h30')).toContain('bảy giờ ba mươi phút');
    expect(alternatives('xuất bến lúc 5g', '5g')).toContain('năm gam');
    expect(alternatives('gọi 114', '114')).toContain('một trăm mười bốn');
    expect(alternatives('ĐT 0912.345.678', '0912.345.678')).toContain('không chín một, hai ba bốn, năm sáu bảy tám');
    expect(alternatives('Công văn 1203/UBND-VP', '1203/UBND-VP')).toEqual(
      expect.arrayContaining(['số một hai không ba của Ủy ban nhân dân, văn phòng']),
    );
    expect(alternatives('từ 05/12/2025', '05/12/2025')).toEqual([
      'ngày năm tháng mười hai năm hai nghìn không trăm hai mươi lăm',
    ]);
  });

  it('marks foreign words, but neither syllables written together nor what it knows how to say', () => {
    const foreign = readText('Phun Bassa bằng ôtô, nghe Facebook ở Krông Pắc, loa hosiden').segments.flatMap(
      ({ kind, written }) => (kind === 'foreign' ? [written] : []),
    );
    expect(foreign).toEqual(['Bassa', 'Krông', 'hosiden']);
  });

  it('shows the other readings of what is ambiguous', () => {
    const segment = readText('Đạt 3/4 vào 3/4').segments.find(({ written }) => written === '3/4');
    expect(segment).toMatchObject({ kind: 'fraction', reading: 'ba phần tư', alternatives: ['ba trên bốn'] });
    const day = readText('sáng 3/4').segments.at(-1);
    expect(day).toMatchObject({ kind: 'date', alternatives: ['ba trên bốn', 'ba phần bốn', 'ngày ba tháng tư'] });
  });
});
