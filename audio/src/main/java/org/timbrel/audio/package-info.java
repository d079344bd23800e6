/** Sound: decoding, resampling, spectral features with librosa's conventions, and the composed corpus. */
package org.timbrel.audio;
