/** How a cluster is, in words; told wherever one is named. */
import { words } from './words.ts';

export const clusterStates = words('cluster-states', {
  vi: {
    fault: 'Có lỗi',
    offline: 'Mất kết nối',
    degraded: 'Cần xem',
    silenced: 'Tắt tiếng',
    maintenance: 'Đang bảo trì',
    sounding: 'Đang phát',
    ready: 'Sẵn sàng',
    empty: 'Chưa có thiết bị',
  },
  en: {
    fault: 'Fault',
    offline: 'Offline',
    degraded: 'Needs a look',
    silenced: 'Silenced',
    maintenance: 'Maintenance',
    sounding: 'Sounding',
    ready: 'Ready',
    empty: 'No device yet',
  },
});
