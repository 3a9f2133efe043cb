/**
 * Packages that ask for others which need something of the system (native-packages.ts): without a lockfile a requirement is all that names them. Source:
 * `requires_dist` of the Python Package Index, November 2026; deepface and retina-face asked for opencv-python until they took the headless one.
 */
export const ASKED_FOR: Readonly<Record<string, readonly string[]>> = {
  deepface: ['opencv-python'],
  'django-auth-ldap': ['python-ldap'],
  'django-weasyprint': ['weasyprint'],
  'flask-mysqldb': ['mysqlclient'],
  imgaug: ['opencv-python'],
  inference: ['opencv-python'],
  insightface: ['opencv-python'],
  layoutparser: ['opencv-python', 'pdf2image'],
  mediapipe: ['opencv-contrib-python', 'sounddevice'],
  'python-doctr': ['opencv-python'],
  pyvista: ['vtk'],
  'retina-face': ['opencv-python'],
  ultralytics: ['opencv-python'],
  unstructured: ['python-magic'],
  yolov5: ['gitpython', 'opencv-python'],
};
