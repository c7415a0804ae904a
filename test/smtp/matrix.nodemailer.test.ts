import { measureMatrix } from './matrixRun.ts';

measureMatrix('nodemailer');
