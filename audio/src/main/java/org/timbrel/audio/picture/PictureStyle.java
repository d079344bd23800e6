package org.timbrel.audio.picture;

import java.awt.Color;
import java.awt.Font;

/** The one look of the pictures of a run: letters, colours and sizes. All lengths are nominal. */
public final class PictureStyle {
    /** Pixels per nominal unit, so that a picture stays sharp in print. */
    public static final int SCALE = 2;
    /** Width of a picture that fills a page. */
    public static final int WIDTH = 1040;

    /** White space around everything. */
    public static final int MARGIN = 24;

    /** Letters, axes and marks. */
    public static final Color INK = new Color(0x222222);
    /** Notes and names of axes. */
    public static final Color FAINT_INK = new Color(0x6B6B6B);
    /** Lines of a grid. */
    public static final Color GRID = new Color(0xE3E3E3);
    /** Blue of the palette by Okabe and Ito, whose colours every kind of colour vision tells apart. */
    public static final Color BLUE = new Color(0x0072B2);
    /** Vermilion of the same palette. */
    public static final Color VERMILION = new Color(0xD55E00);

    /** Of the whole picture. */
    public static final Font TITLE = font(Font.BOLD, 17);
    /** Of a part of it. */
    public static final Font HEADING = font(Font.BOLD, 14);
    /** Names of what is shown. */
    public static final Font LABEL = font(Font.PLAIN, 13);
    /** Figures, ticks and notes. */
    public static final Font NUMBER = font(Font.PLAIN, 12);

    private PictureStyle() {}

    /** The pictures' typeface. */
    public static Font font(int style, int size) {
        return new Font(Font.SANS_SERIF, style, size);
    }
}
