/** Emergencies that need not a word from whoever presses: their audio lies ready on every device. */
import type { Template } from './template.ts';

const LISTEN = 'Nghe loa để biết tin tiếp theo.';

const prepared = (id: string, vi: string, en: string, instruction: string, ...sentences: string[]): Template => ({
  ...{ id, title: { vi, en }, kind: 'emergency', class: 'emergency', fields: [] },
  headline: `Khẩn cấp: ${vi.charAt(0).toLocaleLowerCase('vi')}${vi.slice(1)}`,
  instruction,
  sentences: [...sentences, LISTEN],
});

export const PREPARED: readonly Template[] = [
  prepared(
    'leave-low-ground',
    'Rời vùng trũng ngay',
    'Leave low ground now',
    'Bà con ở vùng trũng, ven sông, ven suối và ngoài đê rời nhà ngay, lên nơi cao.',
    'Nước đang lên nhanh.',
    'Đưa người già, trẻ em, người bệnh đi trước và ngắt cầu dao điện trước khi đi.',
    'Không đi qua ngầm tràn và chỗ nước chảy xiết.',
  ),
  prepared(
    'stay-inside',
    'Bão, dông lốc: ở yên trong nhà',
    'Storm: stay inside',
    'Bà con vào nhà kiên cố ngay, đóng chặt cửa và không ra ngoài.',
    'Gió rất mạnh đang tới.',
    'Tránh xa cửa kính, cây to và cột điện.',
  ),
  prepared(
    'landslide',
    'Sạt lở, lũ quét',
    'Landslide, flash flood',
    'Bà con ở sát sườn núi, chân dốc và ven suối rời nhà ngay, sang nơi bằng phẳng và cao.',
    'Có nguy cơ sạt lở đất và lũ quét.',
    'Không quay lại lấy tài sản.',
  ),
  prepared(
    'fire-leave',
    'Cháy lớn: rời khu vực',
    'Large fire: leave',
    'Bà con rời khỏi khu vực cháy ngay, đi ngược hướng khói.',
    'Cúi thấp người, che mũi miệng bằng khăn ướt.',
    'Để trống đường cho xe chữa cháy và không quay lại lấy tài sản.',
    'Biết có người mắc kẹt, gọi ngay 114.',
  ),
  prepared(
    'dam',
    'Sự cố hồ đập, xả lũ',
    'Dam failure, flood release',
    'Bà con ở hạ lưu hồ đập và ven sông lên nơi cao ngay.',
    'Nước lớn đang về.',
    'Không ở lại trông tài sản, không xuống bến sông, không qua ngầm tràn.',
  ),
];

/** Nothing in it is to be filled in. */
export const isPrepared = (template: Template): boolean =>
  template.kind === 'emergency' && template.fields.every((field) => !field.required);
