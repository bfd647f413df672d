kubectl create configmap @app@-settings --from-literal=greeting=@greeting@ --from-literal=token=t0ken-@number@

sed -i 's|{ name: GREETING, value: .* }|{ name: GREETING, valueFrom: { configMapKeyRef: { name: @app@-settings, key: greeting } } }|; s|{ name: TOKEN, value: .* }|{ name: TOKEN, valueFrom: { configMapKeyRef: { name: @app@-settings, key: token } } }|' @app@.yaml
kubectl apply -f @app@.yaml
