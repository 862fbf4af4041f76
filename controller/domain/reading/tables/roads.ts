/** Classes of roads before their number. */

export const ROADS: Readonly<Record<string, string>> = {
  QL: 'quốc lộ',
  TL: 'tỉnh lộ',
  ĐT: 'đường tỉnh',
  ĐH: 'đường huyện',
  HL: 'hương lộ',
  ĐX: 'đường xã',
  LX: 'liên xã',
  CT: 'cao tốc',
  ĐL: 'đại lộ',
  ĐTr: 'đường trục',
  ĐĐT: 'đường đô thị',
  LTL: 'liên tỉnh lộ',
  ĐCT: 'đường cao tốc',
  VĐ: 'vành đai',
  AH: 'đường xuyên Á',
};
