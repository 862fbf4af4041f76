/** What may be ordered of a device from its page. */
export type OrderName = 'test' | 'play-test' | 'log' | 'restart' | 'reboot';
