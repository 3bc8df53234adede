import com.pixelmed.validate.DicomSRValidator;

/**
 * Prints what PixelMed's template checker says about each file, every line after the file's name. One virtual machine
 * serves all files because compiling the checker's style sheet takes several seconds. scripts/validate-sr calls it.
 */
public class ValidateSR {
    public static void main(String[] files) throws Exception {
        DicomSRValidator checker = new DicomSRValidator();
        for (String file : files) {
            String said = checker.validate(file);
            for (String line : said.split("\n")) {
                System.out.println(file + "\t" + line);
            }
        }
    }
}
