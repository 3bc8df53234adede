import com.pixelmed.validate.DicomSRValidator;
import java.lang.reflect.Field;
import javax.xml.transform.Source;
import javax.xml.transform.Transformer;
import javax.xml.transform.URIResolver;

/**
 * Prints what PixelMed's template checker says about each file, every line after the file's name. One virtual machine
 * serves all files because compiling the checker's style sheet takes several seconds. scripts/validate-sr calls it.
 */
public class ValidateSR {
    public static void main(String[] files) throws Exception {
        DicomSRValidator checker = new DicomSRValidator();
        nameWhatIsRead(checker);
        for (String file : files) {
            String said = checker.validate(file);
            for (String line : said.split("\n")) {
                System.out.println(file + "\t" + line);
            }
        }
    }

    /**
     * The checker hands out its context groups without a name, so that they are parsed anew for every code of a
     * document. With a name they are parsed once a document.
     */
    private static void nameWhatIsRead(DicomSRValidator checker) throws Exception {
        Field field = DicomSRValidator.class.getDeclaredField("transformerPass1");
        field.setAccessible(true);
        Transformer transformer = (Transformer) field.get(checker);
        URIResolver inner = transformer.getURIResolver();
        transformer.setURIResolver((href, base) -> {
            Source source = inner.resolve(href, base);
            source.setSystemId(href);
            return source;
        });
    }
}
