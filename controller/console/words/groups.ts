/** Words of groups of hamlets and clusters. */
import { words } from './words.ts';

export const groups = words('groups', {
  vi: {
    why: 'Một nhóm gồm nhiều thôn hay cụm loa; khi soạn tin chọn cả nhóm một lần.',
    list: 'Các nhóm',
    none: 'Chưa có nhóm nào',
    add: 'Thêm nhóm',
    empty: 'Chưa có thôn hay cụm loa nào',
    editNamed: 'Sửa nhóm {name}',
    removeNamed: 'Bỏ nhóm {name}',
    removed: 'Đã bỏ nhóm {name}.',
    name: 'Tên nhóm',
    hamlets: 'Các thôn',
    clusters: 'Cụm loa riêng',
    clustersHow: 'Ngoài các thôn trên, ví dụ cụm ở chợ hay trường học.',
  },
  en: {
    why: 'A group has several hamlets or clusters; a bulletin is sent to all of them in one choice.',
    list: 'Groups',
    none: 'No groups yet',
    add: 'Add a group',
    empty: 'No hamlets or clusters yet',
    editNamed: 'Change the group {name}',
    removeNamed: 'Remove the group {name}',
    removed: 'The group {name} is removed.',
    name: 'Name of the group',
    hamlets: 'Hamlets',
    clusters: 'Single clusters',
    clustersHow: 'Besides those hamlets, at the market or a school for example.',
  },
});
