/** Writing WAV files. */
package org.timbrel.audio.wav;
