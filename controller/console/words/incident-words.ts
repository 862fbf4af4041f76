/** Words of an incident, wherever one is told. */
import { words } from './words.ts';

export const incidentWords = words('incident-words', {
  vi: {
    critical: 'Nghiêm trọng',
    major: 'Nặng',
    minor: 'Nhẹ',
    notice: 'Để biết',
    open: 'đã {length}',
    lasted: 'kéo dài {length}',
    overdue: 'quá hạn xử lý',
    acknowledged: 'đã có người biết',
    assigned: '{name} xử lý',
    expected: 'đã báo trước',
    explained: 'do một sự cố khác',
  },
  en: {
    critical: 'Critical',
    major: 'Major',
    minor: 'Minor',
    notice: 'To be known',
    open: 'for {length}',
    lasted: 'lasted {length}',
    overdue: 'overdue',
    acknowledged: 'somebody knows',
    assigned: '{name} sees to it',
    expected: 'expected',
    explained: 'because of another incident',
  },
});
