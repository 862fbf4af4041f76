/** Routes by which people are told of incidents, and tell of what they hear. */
import type { HttpServer } from '../http-server.ts';
import { type ComplaintRouteDeps, complaintRoutes } from './complaints.ts';
import { type NotificationSettingsRouteDeps, notificationSettingsRoutes } from './notification-settings.ts';
import { type NotificationRouteDeps, notificationRoutes } from './notifications.ts';
import { type SoundReadingRouteDeps, soundReadingRoutes } from './sound-readings.ts';

export interface TellingRouteDeps
  extends NotificationSettingsRouteDeps,
    NotificationRouteDeps,
    ComplaintRouteDeps,
    SoundReadingRouteDeps {}

export function tellingRoutes(server: HttpServer, deps: TellingRouteDeps): void {
  notificationSettingsRoutes(server, deps);
  notificationRoutes(server, deps);
  complaintRoutes(server, deps);
  soundReadingRoutes(server, deps);
}
