import { readText } from '@loa-lang/controller/domain/reading/read-text';
import { describe, expect, it } from 'vitest';
import { accepts } from '../../support/reading/same-reading.ts';

/** Sentences of officials and every reading that a listener would take for right. */
const ACCEPTED: readonly (readonly [written: string, readings: string])[] = [
  [
    'UBND xã họp lúc 7h30 ngày 05/12/2025',
    'Ủy ban nhân dân xã họp lúc bảy giờ ba mươi (phút) ngày (mùng) năm tháng mười hai năm hai nghìn không trăm hai mươi lăm',
  ],
  [
    'Mức đóng BHYT hộ gia đình là 1.263.600đ/người/năm',
    'Mức đóng bảo hiểm y tế hộ gia đình là một triệu hai trăm sáu mươi ba nghìn sáu trăm đồng {một|trên} người {một|trên} năm',
  ],
  ['Kế hoạch số 45/KH-UBND', 'Kế hoạch số bốn mươi lăm của Ủy ban nhân dân'],
  ['Nghị định 49/2024/NĐ-CP', 'Nghị định (số) bốn mươi chín năm hai nghìn không trăm hai mươi tư của Chính phủ'],
  [
    'Bầu cử ĐBQH khóa XVI, nhiệm kỳ 2026-2031',
    'Bầu cử đại biểu Quốc hội khóa mười sáu, nhiệm kỳ hai nghìn không trăm hai mươi sáu (đến) hai nghìn không trăm ba mươi mốt',
  ],
  ["Cắt điện từ 5h00-11h30' tại TDP số 3", 'Cắt điện từ năm giờ đến mười một giờ ba mươi (phút) tại tổ dân phố số ba'],
  ['Liên hệ đ/c Hà, ĐT 0912.345.678', 'Liên hệ đồng chí Hà, điện thoại không chín một hai, ba bốn năm, sáu bảy tám'],
  ['Ngập tại ĐT.293, QL37', 'Ngập tại đường tỉnh {hai trăm chín mươi ba|hai chín ba}, quốc lộ {ba mươi bảy|ba bảy}'],
  [
    'Gió cấp 10-11 (89-117km/h), giật cấp 13',
    'Gió cấp mười đến (cấp) mười một, (từ) tám mươi chín đến một trăm mười bảy ki-lô-mét {một|trên} giờ, giật cấp mười ba',
  ],
  [
    'Tâm bão 21,3 độ Vĩ Bắc; 112,9 độ Kinh Đông',
    'Tâm bão hai mươi mốt phẩy ba độ vĩ Bắc; một trăm mười hai phẩy chín độ kinh Đông',
  ],
  ['Mưa 100-200mm, có nơi >250mm', 'Mưa một trăm đến hai trăm mi-li-mét, có nơi trên hai trăm năm mươi mi-li-mét'],
  [
    'Rằm 15/7 ÂL; nghỉ lễ 2/9',
    '{rằm tháng bảy âm lịch|rằm, ngày mười lăm tháng bảy âm lịch|rằm mười lăm tháng bảy âm lịch}; nghỉ lễ (ngày) (mùng) hai tháng chín',
  ],
  [
    'Đạt 98,5% (1.971/2.001 hộ)',
    'Đạt chín mươi tám phẩy năm phần trăm, một nghìn chín trăm bảy mươi mốt trên hai nghìn không trăm linh một hộ',
  ],
  [
    'Bón 15-20kg NPK/sào, 2,5ha',
    'Bón mười lăm đến hai mươi ki-lô-gam {en-pê-ca|nờ-pê-ca} {một|trên} sào, hai phẩy năm héc-ta',
  ],
  [
    'T2, T4: làm CCCD, VNeID mức 2 tại NVH thôn; cháy gọi 114',
    'thứ hai, thứ tư: làm căn cước công dân, {vi-en-e-ai-đi|vê-nờ-e-i-đê} mức hai tại nhà văn hóa thôn; cháy gọi một một bốn',
  ],
  ['50.000đ/cp', 'năm mươi nghìn đồng {một|trên} cổ phiếu'],
];

describe('sentences of officials', () => {
  it.each(ACCEPTED)('%s', (written, readings) => {
    const { spoken, unknown } = readText(written);
    expect(accepts(readings, spoken), spoken).toBe(true);
    expect(unknown).toEqual([]);
  });

  it.each(ACCEPTED)('the same when the text comes decomposed: %s', (written) => {
    expect(readText(written.normalize('NFD')).spoken).toBe(readText(written).spoken);
  });
});
