package org.timbrel.training.study;

/**
 * A picture that a study leaves.
 *
 * @param fileName in the study's folder, ending in {@code .png}
 * @param title what it shows
 * @param png its bytes; neither copied nor changed
 */
@SuppressWarnings("ArrayRecordComponent") // two pictures are never compared
public record StudyPicture(String fileName, String title, byte[] png) {}
