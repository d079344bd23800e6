/**
 * Spectral features with librosa 0.11's conventions and defaults: short-time Fourier transform, mel spectrogram,
 * decibels, MFCC, chroma, and measures of level and spectral shape. Every {@link org.timbrel.audio.feature.Feature} is immutable and may be shared by threads.
 */
package org.timbrel.audio.feature;
