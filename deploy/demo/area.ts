/**
 * The demonstration area: "khu vực Ngọc Châu cũ, xã Ngọc Thiện", 12 hamlets and 18 clusters. The size is that of the
 * real commune; names of hamlets, households and places of poles are made up for the demonstration.
 */
export interface DemoCluster {
  code: string;
  name: string;
  /** households served, by name of the hamlet; a pole between two hamlets serves both */
  serves: Record<string, number>;
  /** degrees, WGS 84 */
  latitude: number;
  longitude: number;
  horns: { watts: number; bearingDeg: number }[];
}

export interface DemoHamlet {
  name: string;
  kind: string;
  households: number;
  clusters: DemoCluster[];
}

export const DEMO_PROVINCE = { name: 'Tỉnh Bắc Ninh', code: '24' };
export const DEMO_COMMUNE = { name: 'Khu vực Ngọc Châu cũ, xã Ngọc Thiện', code: '07351', trial: true };

/** name, households, households served by each cluster; the rest of a hamlet is served by no pole */
const HAMLETS: [name: string, households: number, served: number[]][] = [
  ['Thôn Trại', 312, [148, 131]],
  ['Thôn Đồng Gai', 268, [120, 118]],
  ['Thôn Cầu Đá', 241, [110, 104]],
  ['Thôn Ngọc Trung', 225, [108, 101]],
  ['Thôn Tân Lập', 204, [96, 90]],
  ['Thôn Bờ Suối', 198, [92, 88]],
  ['Thôn Đình Cả', 176, [163]],
  ['Thôn Gốc Gạo', 162, [151]],
  ['Thôn Lò Nồi', 149, [140]],
  ['Thôn Non Bói', 133, [121]],
  ['Thôn Quán Rẽ', 118, [109]],
  ['Thôn Vườn Chè', 97, [84]],
];

/** Hamlets lie beside each other as fields of a grid, four in a row, degrees of WGS 84. */
export const COLUMNS = 4;
export const SOUTH_WEST = { latitude: 21.357, longitude: 106.097 };
export const ROW_DEGREES = 0.008;
export const STEP_DEGREES = 0.009;

/** The whole area, ready to be created. Poles stand in the fields of their hamlets. */
export function demoHamlets(): DemoHamlet[] {
  let number = 0;
  return HAMLETS.map(([name, households, served], row) => ({
    name,
    kind: 'thôn',
    households,
    clusters: served.map((count, index) => {
      number += 1;
      const code = `C${String(number).padStart(2, '0')}`;
      return {
        code,
        name: served.length > 1 ? `Cụm ${index + 1} ${name}` : `Cụm ${name}`,
        serves: { [name]: count },
        latitude: SOUTH_WEST.latitude + ROW_DEGREES * (Math.floor(row / COLUMNS) + (index === 0 ? 0.35 : 0.7)),
        longitude: SOUTH_WEST.longitude + STEP_DEGREES * ((row % COLUMNS) + (index === 0 ? 0.35 : 0.75)),
        horns: [
          { watts: 50, bearingDeg: (row * 47) % 360 },
          { watts: 50, bearingDeg: (row * 47 + 180) % 360 },
        ],
      };
    }),
  }));
}

/** Codes in the order in which `--offline N` switches them off: hamlets with a single cluster first. */
export const offlineOrder = (): string[] => {
  const hamlets = demoHamlets();
  const single = hamlets.filter(({ clusters }) => clusters.length === 1);
  const several = hamlets.filter(({ clusters }) => clusters.length > 1);
  return [...single, ...several].flatMap(({ clusters }) => clusters.map(({ code }) => code));
};
