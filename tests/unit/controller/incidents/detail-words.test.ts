import { detailWords } from '@loa-lang/controller/services/incidents/detail-words';
import { SOURCE_FAULT_WORDS } from '@loa-lang/schemas/errors/relay-faults';
import { describe, expect, it } from 'vitest';

describe('what stands beside an incident', () => {
  it.each([
    [`VOV1: ${SOURCE_FAULT_WORDS.stalled.vi}`, `VOV1: ${SOURCE_FAULT_WORDS.stalled.en}`],
    [
      'VOV1; Thời sự, 05:30 27/11/2026: Nguồn đang tắt hoặc đã bị bỏ.',
      'VOV1; Thời sự, 05:30 27/11/2026: The source is switched off, or was removed.',
    ],
    [
      'Không nghe thấy gì (3 phản ánh); Quá to (1 phản ánh); hạn trả lời 29/11 17:00',
      'Nothing is heard (3 complaints); Too loud (1 complaint); to be answered by 29/11 17:00',
    ],
    ['Nhỏ hơn lúc hiệu chuẩn; −6 dB; 5/8 dải', 'Softer than when it was calibrated; −6 dB; 5/8 bands'],
    ['84 °C', '84 °C'],
  ])('told in Vietnamese is said in English: %s', (told, english) => {
    expect(detailWords(told)).toEqual({ vi: told, en: english });
  });

  it('told in English is said in Vietnamese', () => {
    expect(detailWords('installation x1 connects as this device')).toEqual({
      vi: 'máy x1 kết nối bằng tên thiết bị này',
      en: 'installation x1 connects as this device',
    });
  });
});
