/** What to bring to a cluster, by what is wrong there. */
import type { IncidentKind } from '../states/incident.ts';
import type { Words } from './codes.ts';

const meter = { vi: 'Đồng hồ đo điện', en: 'Multimeter' };
const supply = { vi: 'Bộ nguồn, cầu chì và dây điện', en: 'Power supply, fuses and wire' };
const sim = { vi: 'SIM dự phòng và ăng-ten', en: 'Spare SIM and aerial' };
const board = { vi: 'Thiết bị hoặc thẻ nhớ dự phòng', en: 'Spare device or memory card' };
const amplifier = { vi: 'Ampli dự phòng', en: 'Spare amplifier' };
const line = { vi: 'Dây loa, đầu nối và củ loa', en: 'Loudspeaker cable, connectors and drivers' };
const battery = { vi: 'Ắc quy dự phòng và bộ sạc', en: 'Spare battery and charger' };
const fan = { vi: 'Quạt, keo tản nhiệt và đồ vệ sinh tủ', en: 'Fan, thermal paste and cleaning things' };
const lock = { vi: 'Khoá và gioăng cửa tủ', en: 'Lock and gasket of the cabinet' };
const microphone = { vi: 'Micro kiểm tra dự phòng', en: 'Spare test microphone' };

export const WHAT_TO_BRING: Readonly<Partial<Record<IncidentKind, readonly Words[]>>> = {
  'device-offline': [supply, sim, board, meter],
  'device-silent': [sim, board],
  'device-fault': [board, amplifier, line, meter],
  'device-restarting': [supply, board, meter],
  'device-hot': [fan],
  'disk-low': [board],
  'memory-low': [board],
  'signal-weak': [sim],
  'time-uncertain': [sim],
  'mains-lost': [supply, meter],
  'battery-low': [battery, meter],
  'door-open': [lock],
  'amplifier-ill': [amplifier, line, meter],
  'sim-renewal': [sim],
  'update-failed': [board],
  'self-test-silent': [amplifier, line, microphone, meter],
  'self-test-weak': [line, microphone],
  'output-low': [amplifier, line, meter],
  'not-heard': [line, microphone],
  'complaint-fault': [amplifier, line, meter],
};
